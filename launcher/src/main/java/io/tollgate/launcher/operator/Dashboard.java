package io.tollgate.launcher.operator;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What a watch shows on a terminal: the calls, the accounts whose money burns, and what Tollgate decided last. */
final class Dashboard {

    private static final int MOST_DECISIONS = 200;

    private final Deque<Happening> decisions = new ArrayDeque<>();
    private List<Fields> calls = List.of();
    private List<Fields> accounts = List.of();
    private String away = "";

    void listed(Feed.Listed listed) {
        calls = listed.calls();
        accounts = listed.accounts();
    }

    void happened(Happening happening) {
        if (happening.isDecision()) {
            decisions.addLast(happening);
            if (decisions.size() > MOST_DECISIONS) {
                decisions.removeFirst();
            }
        }
    }

    /** @param why empty: it is there */
    void away(String why) {
        away = why;
    }

    /** A screen full at most. */
    List<String> frame(Session session) {
        Terminal terminal = session.terminal();
        int free = Math.max(terminal.rows() - 5, 3); // the title, three headings, and the last row
        int shown = free / 3;
        List<String> lines = new ArrayList<>();
        lines.add(title(session));
        List<Fields> longest = calls.stream()
                .sorted(Comparator.comparing(call -> call.text("attemptedAt")))
                .limit(shown)
                .toList();
        List<Fields> burning = burning(shown);
        lines.addAll(CallsVerb.table(longest, session).lines(terminal));
        lines.addAll(burningTable(burning, session).lines(terminal));
        lines.add(terminal.styled(Style.HEADING, "DECISIONS"));
        int left = free - longest.size() - burning.size();
        decisions.stream()
                .skip(Math.max(0, decisions.size() - left))
                .forEach(decision -> lines.add(cut(decision, session)));
        return lines;
    }

    private String title(Session session) {
        Terminal terminal = session.terminal();
        if (!away.isEmpty()) {
            return terminal.styled(
                    Style.BAD,
                    Table.cut(session.time(session.now()) + "  " + away + "; trying again", terminal.columns()));
        }
        String title = session.time(session.now()) + "  " + calls.size() + " calls, " + accounts.size()
                + " accounts; Ctrl-C ends this";
        return terminal.styled(Style.HEADING, Table.cut(title, terminal.columns()));
    }

    /** Those whose money is gone first. */
    private List<Fields> burning(int most) {
        return accounts.stream()
                .filter(account -> account.instant("exhaustsAt").isPresent()
                        || account.number("activeChannels").orElse(0L) > 0)
                .sorted(Comparator.comparing(
                        account -> account.instant("exhaustsAt").orElse(Instant.MAX)))
                .limit(most)
                .toList();
    }

    private static Table burningTable(List<Fields> accounts, Session session) {
        Table table = Table.of("ACCOUNT", ">BALANCE NOW", ">CHANNELS", "STATE");
        accounts.forEach(account -> table.row(
                Cell.of(account.text("account")),
                balanceNow(account, session.now())
                        .map(micros -> Cell.of(Amount.cents(micros) + " " + account.text("currency")))
                        .orElse(Standing.balance(account)),
                Cell.of(Standing.channels(account)),
                Standing.state(account, session)));
        return table;
    }

    /**
     * A balance is written on events only; between them it burns evenly towards the instant at which it is gone. Empty:
     * nothing burns, or it burns into a credit.
     */
    static Optional<Long> balanceNow(Fields account, Instant now) {
        Optional<Instant> since = account.instant("updatedAt");
        Optional<Instant> gone = account.instant("exhaustsAt");
        long balance = account.number("balance").orElse(0L);
        if (since.isEmpty()
                || gone.isEmpty()
                || balance <= 0
                || account.number("creditLimit").orElse(0L) > 0) {
            return Optional.empty();
        }
        long all = Duration.between(since.get(), gone.get()).toMillis();
        long left = Math.min(all, Math.max(0, Duration.between(now, gone.get()).toMillis()));
        return all <= 0
                ? Optional.empty()
                : Optional.of(BigInteger.valueOf(balance)
                        .multiply(BigInteger.valueOf(left))
                        .divide(BigInteger.valueOf(all))
                        .longValueExact());
    }

    private static String cut(Happening decision, Session session) {
        Terminal terminal = session.terminal();
        Terminal plain = terminal.plain();
        String line = decision.line(new Session(session.environment(), plain, session.clock()));
        boolean whole = line.codePointCount(0, line.length()) <= terminal.columns();
        return whole ? decision.line(session) : Table.cut(line, terminal.columns());
    }
}
