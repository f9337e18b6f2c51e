package io.tollgate.launcher.operator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How an account stands, in words. */
final class Standing {

    private Standing() {}

    /** Nothing for who never pays. */
    static Cell balance(Fields account) {
        long balance = account.number("balance").orElse(0L);
        if (balance == 0 && account.text("creditModel").equals("UNMETERED")) {
            return Cell.of("");
        }
        return new Cell(account.money("balance"), balance < 0 ? Style.WARNING : Style.PLAIN);
    }

    /** Held of how many. */
    static String channels(Fields account) {
        String limit = account.number("channelLimit").map(most -> "/" + most).orElse("");
        return account.number("activeChannels").orElse(0L) + limit;
    }

    static String credit(Fields account) {
        String model = account.text("creditModel").toLowerCase(Locale.ROOT);
        return model.equals("postpaid") ? model + " to -" + Amount.text(limit(account)) : model;
    }

    /** A setting as {@code set} takes it; empty: not set. */
    static String setting(Fields account, String key) {
        Object value = account.values().get(key);
        if (value instanceof List<?> list) {
            return list.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        return key.equals("creditLimit") ? Amount.text(limit(account)) : account.text(key);
    }

    private static long limit(Fields account) {
        return account.number("creditLimit").orElse(0L);
    }

    /** What keeps it from calling, else when its money is gone. */
    static Cell state(Fields account, Session session) {
        if (account.values().containsKey("enabled") && !account.isTrue("enabled")) {
            return new Cell("disabled", Style.BAD);
        }
        String blocked = account.text("blocked");
        if (!blocked.isEmpty()) {
            return new Cell(blocked, Style.BAD);
        }
        return account.instant("exhaustsAt")
                .map(at -> new Cell("money gone in " + Span.text(Duration.between(session.now(), at)), Style.WARNING))
                .orElse(new Cell("ok", Style.GOOD));
    }
}
