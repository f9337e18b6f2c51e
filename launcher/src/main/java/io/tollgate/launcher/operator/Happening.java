package io.tollgate.launcher.operator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An event in words.
 *
 * @param at when it happened
 * @param account whose it is; empty: nobody's alone
 * @param what in a word
 * @param more what belongs to it
 * @param isDecision whether Tollgate decided something
 */
record Happening(Instant at, String account, Cell what, String more, boolean isDecision) {

    private static final int ACCOUNT_WIDTH = 14;
    private static final int WHAT_WIDTH = 11;

    /** Empty: there is nothing to say about it. */
    static Optional<Happening> of(String name, Fields event, Session session) {
        return switch (name) {
            case "CallEvent" -> event.object("event").flatMap(of -> call(event, of, session));
            case "Termination" -> Optional.of(termination(event, session));
            case "BlacklistEntry" -> Optional.of(entry(event, session));
            case "AccountState" -> Optional.of(state(event, session));
            case "CallRecord" -> Optional.of(charged(event, session));
            case "lost" ->
                Optional.of(new Happening(
                        session.now(),
                        "",
                        new Cell("lost", Style.WARNING),
                        event.text("count") + " events, since they were not read quickly enough",
                        false));
            default -> Optional.empty();
        };
    }

    /** In a line. */
    String line(Session session) {
        return session.time(at)
                + "  " + padded(Table.cut(Cell.harmless(account), ACCOUNT_WIDTH), ACCOUNT_WIDTH)
                + "  " + session.terminal().styled(what.style(), padded(what.text(), WHAT_WIDTH))
                + "  " + Cell.harmless(more);
    }

    private static Optional<Happening> call(Fields event, Fields of, Session session) {
        Instant at = event.instant("at").orElse(session.now());
        String account = event.text("account");
        String destination = event.text("destination");
        String call = " [" + event.text("callId") + "]";
        return Optional.ofNullable(
                switch (of.text("type")) {
                    case "CallAttempted" ->
                        new Happening(
                                at,
                                account,
                                Cell.of("calls"),
                                destination + " from " + event.text("source") + call,
                                false);
                    case "CallRinging" -> new Happening(at, account, Cell.of("ringing"), destination + call, false);
                    case "CallAnswered" ->
                        new Happening(at, account, new Cell("answered", Style.GOOD), destination + call, false);
                    case "CallEnded" -> ended(at, account, destination, of, call);
                    case "CallRefused" ->
                        new Happening(
                                at,
                                account,
                                new Cell("refused", Style.BAD),
                                destination + " from " + event.text("source") + ": "
                                        + words(of, "sipStatus", "reason", "blacklistEntryId") + call,
                                true);
                    case "LegClosed" ->
                        new Happening(
                                at,
                                account,
                                new Cell("leg closed", Style.FAINT),
                                words(of, "leg", "sipStatus") + " after "
                                        + of.number("elapsedMicros").orElse(0L) / 1000 + " ms" + call,
                                false);
                    default -> null;
                });
    }

    private static Happening ended(Instant at, String account, String destination, Fields of, String call) {
        boolean terminated = of.text("cause").equals("TERMINATED");
        return new Happening(
                at,
                account,
                new Cell(terminated ? "terminated" : "ended", terminated ? Style.BAD : Style.PLAIN),
                destination + ": "
                        + (terminated
                                ? words(of, "terminationReason", "sipStatus") + ", termination "
                                        + of.text("terminationId")
                                : words(of, "cause", "sipStatus"))
                        + call,
                terminated);
    }

    private static Happening termination(Fields order, Session session) {
        Optional<Instant> due = order.instant("at");
        Instant issued = order.instant("issuedAt").orElse(session.now());
        String when = due.isEmpty()
                ? "withdrawn"
                : due.get().isAfter(issued) ? "due at " + session.time(due.get()) : "at once";
        String what = words(order, "callId", "destinationPrefix", "sourceNetwork");
        String verdict = order.text("verdictId").isEmpty() ? "" : ", verdict " + order.text("verdictId");
        return new Happening(
                issued,
                order.text("account"),
                new Cell("termination", due.isEmpty() ? Style.FAINT : Style.WARNING),
                (what.isEmpty() ? "all calls" : what) + " " + when + ": " + words(order, "reason", "detail") + verdict
                        + " [" + order.text("terminationId") + "]",
                due.isPresent() && !due.get().isAfter(issued));
    }

    private static Happening entry(Fields entry, Session session) {
        String id = " [" + entry.text("entryId") + "]";
        if (entry.isTrue("removed")) {
            return new Happening(session.now(), "", Cell.of("blacklist"), "removed" + id, true);
        }
        List<String> subjects = new ArrayList<>();
        subject(subjects, "to ", entry.text("destinationPrefix"));
        subject(subjects, "from ", entry.text("sourceNetwork"));
        String until = entry.instant("expiresAt")
                .map(at -> " for " + Span.text(Duration.between(session.now(), at)))
                .orElse("");
        return new Happening(
                entry.instant("createdAt").orElse(session.now()),
                entry.text("account"),
                new Cell("blacklist", entry.text("kind").equals("ALLOW") ? Style.GOOD : Style.BAD),
                entry.text("kind").toLowerCase(Locale.ROOT) + " "
                        + (subjects.isEmpty() ? "all calls" : "calls " + String.join(" ", subjects)) + until + ": "
                        + words(entry, "reason", "detail") + ", " + entry.text("source") + id,
                true);
    }

    private static void subject(List<String> subjects, String before, String subject) {
        if (!subject.isEmpty()) {
            subjects.add(before + subject);
        }
    }

    private static Happening state(Fields account, Session session) {
        String gone = account.instant("exhaustsAt")
                .map(at -> ", money gone in " + Span.text(Duration.between(session.now(), at)))
                .orElse("");
        String blocked = account.text("blocked").isEmpty() ? "" : ", " + account.text("blocked");
        return new Happening(
                account.instant("updatedAt").orElse(session.now()),
                account.text("account"),
                Cell.of("balance"),
                Amount.text(account.number("balance").orElse(0L)) + ", channels " + Standing.channels(account) + gone
                        + blocked,
                false);
    }

    private static Happening charged(Fields call, Session session) {
        return new Happening(
                call.instant("endedAt").orElse(session.now()),
                call.text("account"),
                Cell.of("charged"),
                call.money("cost") + " for "
                        + Span.text(
                                Duration.ofSeconds(call.number("billedSeconds").orElse(0L))) + " to "
                        + call.text("destination") + " [" + call.text("callId") + "]",
                false);
    }

    private static String words(Fields of, String... names) {
        List<String> words = new ArrayList<>();
        for (String name : names) {
            if (!of.text(name).isEmpty()) {
                words.add(of.text(name));
            }
        }
        return String.join(" ", words);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
    }
}
