package io.tollgate.enforcement.api;

import io.tollgate.CallRefused;
import io.tollgate.enforcement.feed.Decided;
import org.jspecify.annotations.Nullable;

/** A decision's grounds in one sentence. */
final class Sentence {

    private Sentence() {}

    static String of(Decided decided, String reason, Rule.Measured measured) {
        var what = decided.event().getEvent() instanceof CallRefused ? "Refused" : "Terminated";
        var account = "account '" + decided.event().getAccount() + "'";
        return what
                + switch (Rule.of(reason)) {
                    case BLACKLIST -> ": the blacklist has " + subjects(decided) + by(decided) + grounds(decided) + ".";
                    case CHANNELS ->
                        ": " + account + " had " + known(measured.value()) + " of " + known(measured.limit())
                                + " channels in use.";
                    case BALANCE -> ": " + account + " had no money left" + balance(measured) + ".";
                    case ENABLED -> ": " + account + " is disabled or forgotten.";
                    case RATE ->
                        ": the plan of " + account + " has no rate for "
                                + decided.event().getDestination() + ".";
                    case DURATION ->
                        ": the call had lasted " + known(measured.value()) + " s, " + account + " may call for "
                                + known(measured.limit()) + " s.";
                    case ADMISSION -> ": no decision came in time, and " + account + " is not admitted without one.";
                    case OVERLOAD -> ": the gateway had more calls than it takes.";
                    case VERDICT, OPERATOR -> by(decided) + grounds(decided) + ".";
                };
    }

    /** What live calls have cost so far is charged when they end. */
    static String balance(Rule.Measured measured) {
        if (measured.value() == null) {
            return "";
        }
        var limit = measured.limit();
        return " (balance " + measured.value() + " micro-units, live calls not yet charged"
                + (limit == null ? "" : "; may not go below " + limit) + ")";
    }

    private static String subjects(Decided decided) {
        var entry = decided.entry();
        if (entry == null) {
            return "an entry that hits it";
        }
        var subjects = new StringBuilder("an entry");
        add(subjects, " for account '", entry.getAccount(), "'");
        add(subjects, " for prefix ", entry.getDestinationPrefix(), "");
        add(subjects, " for network ", entry.getSourceNetwork(), "");
        return subjects.toString();
    }

    private static void add(StringBuilder text, String before, @Nullable String subject, String after) {
        if (subject != null) {
            text.append(before).append(subject).append(after);
        }
    }

    private static String by(Decided decided) {
        var by = WhyJson.orderedBy(decided);
        return by == null ? "" : " by " + by;
    }

    private static String grounds(Decided decided) {
        var termination = decided.termination();
        var entry = decided.entry();
        var detail = termination != null ? termination.getDetail() : entry != null ? entry.getDetail() : "";
        return detail.isEmpty() ? "" : ": " + detail;
    }

    private static String known(@Nullable Long value) {
        return value == null ? "an unknown number" : value.toString();
    }
}
