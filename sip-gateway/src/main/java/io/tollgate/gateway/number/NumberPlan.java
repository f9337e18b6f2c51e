package io.tollgate.gateway.number;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the numbers that customers dial are written (settings {@code international-prefixes}, {@code national-prefix},
 * {@code country-code}), so that one destination has one name however it is dialled: blacklist, rates and verdicts name
 * prefixes of E.164 digits.
 *
 * <p>Immutable.
 *
 * @param internationalPrefixes what is dialled in place of +, for instance 00 or 011
 * @param nationalPrefix what is dialled before a number of another area of the own country; null: nothing
 * @param countryCode of the own country, digits; null: numbers without + or international prefix are taken as they are
 */
public record NumberPlan(
        List<String> internationalPrefixes,
        @Nullable String nationalPrefix,
        @Nullable String countryCode) {
    /** What holds where nothing is configured. */
    public static final NumberPlan DEFAULTS = new NumberPlan(List.of("00"), null, null);

    /** Longest destination in characters; the rest of a longer one is dropped. E.164 ends at 15. */
    public static final int MOST_CHARACTERS = 128;

    public NumberPlan {
        internationalPrefixes = List.copyOf(internationalPrefixes);
        internationalPrefixes.forEach(prefix -> requireDigits("an international prefix", prefix));
        if (nationalPrefix != null) {
            requireDigits("the national prefix", nationalPrefix);
        }
        if (countryCode != null) {
            requireDigits("the country code", countryCode);
        }
    }

    private static void requireDigits(String what, String text) {
        String digits = UserPart.digits(text);
        if (text.isEmpty() || !text.equals(digits) || text.indexOf('+') >= 0) {
            throw new IllegalArgumentException(what + " is digits, not '" + text + "'");
        }
    }

    /**
     * The destination of a Request-URI: E.164 digits without +, or the user part as decoded where that is no number;
     * empty where there is none. Never throws.
     */
    public String destination(String requestUri) {
        UserPart user = UserPart.of(requestUri);
        String number = e164(user);
        return bounded(number == null ? user.text() : number);
    }

    private @Nullable String e164(UserPart user) {
        String dialled = UserPart.digits(user.text());
        if (dialled == null) {
            return null;
        }
        int from = international(dialled);
        String digits = dialled.substring(from);
        if (digits.isEmpty() || digits.indexOf('+') >= 0) {
            return null;
        }
        if (from > 0) {
            return digits;
        }
        String country = user.context() != null ? user.context() : countryCode;
        if (country == null) {
            return digits;
        }
        boolean prefixed = nationalPrefix != null
                && digits.length() > nationalPrefix.length()
                && digits.startsWith(nationalPrefix);
        return country + (prefixed ? digits.substring(nationalPrefix.length()) : digits);
    }

    /**
     * How many characters say that the number is international; 0: it is not. Whoever writes +00882 or 00+882 hopes
     * that the upstream forgives what we do not: no country code begins with 0, so all such beginnings go.
     */
    private int international(String dialled) {
        int from = 0;
        for (int next = next(dialled, from); next > from; next = next(dialled, from)) {
            from = next;
        }
        return from;
    }

    private int next(String dialled, int from) {
        if (dialled.startsWith("+", from)) {
            return from + 1;
        }
        int longest = 0;
        for (String prefix : internationalPrefixes) {
            boolean certain = from == 0 || prefix.charAt(0) == '0';
            if (certain && prefix.length() > longest && dialled.startsWith(prefix, from)) {
                longest = prefix.length();
            }
        }
        return from + longest < dialled.length() ? from + longest : from;
    }

    static String bounded(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        boolean split = Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1));
        return text.substring(0, split ? MOST_CHARACTERS - 1 : MOST_CHARACTERS);
    }
}
