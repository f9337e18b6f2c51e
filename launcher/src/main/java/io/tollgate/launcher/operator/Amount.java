package io.tollgate.launcher.operator;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money as people write it, {@code 10.50}, and as the API has it: whole micro-units. Exact both ways. */
final class Amount {

    static final String EXPECTED = "an amount such as 10.50 or -3, with at most 6 decimals";

    private static final int DECIMALS = 6;
    private static final int SHOWN_DECIMALS = 2;

    private Amount() {}

    /**
     * Micro-units of what somebody wrote.
     *
     * @throws IllegalArgumentException if it is no amount, is finer than a micro-unit or too large
     */
    static long micros(String text) {
        if (!text.matches("[+-]?[0-9]{1,13}(\\.[0-9]{1," + DECIMALS + "})?")) {
            throw new IllegalArgumentException(EXPECTED);
        }
        try {
            return new BigDecimal(text).movePointRight(DECIMALS).longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(EXPECTED, tooLarge);
        }
    }

    /** With two decimals, rounded down: for what changes while one looks. */
    static String cents(long micros) {
        return BigDecimal.valueOf(micros, DECIMALS)
                .setScale(SHOWN_DECIMALS, RoundingMode.FLOOR)
                .toPlainString();
    }

    /** With two decimals, and more only where they are not zero. */
    static String text(long micros) {
        BigDecimal amount = BigDecimal.valueOf(micros, DECIMALS).stripTrailingZeros();
        return amount.setScale(Math.max(SHOWN_DECIMALS, amount.scale())).toPlainString();
    }

    /** With its currency behind it, where that is known. */
    static String text(long micros, String currency) {
        return currency.isEmpty() ? text(micros) : text(micros) + " " + currency;
    }
}
