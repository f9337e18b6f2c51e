package io.tollgate.launcher.operator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tollgate observed}: what enforcement would have done, where gateways only observe. */
@Command(
        name = "observed",
        description = {
            "Reports which calls would have been refused or ended, and what that would have saved,",
            "where gateways run with --observe."
        },
        footer = {"", "Example: tollgate observed", "         tollgate observed --account alice --json"})
final class ObservedVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    @Option(names = "--account", paramLabel = "NAME", description = "Only this account's.")
    private @Nullable String account;

    ObservedVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        String query = account == null ? "" : "?account=" + Api.encoded(account);
        String answer = api.connect().get(Api.path("observed") + query);
        if (api.json()) {
            api.print(answer);
            return;
        }
        List<Fields> lines = Fields.listOf(answer);
        if (lines.isEmpty()) {
            api.terminal().say("Nothing was decided that was not carried out.");
            return;
        }
        Table table = Table.of("ACCOUNT", "WOULD BE", "REASON", ">CALLS", ">RUNNING", ">WENT ON", ">SAVED");
        lines.forEach(line -> table.row(
                Cell.of(line.text("account").isEmpty() ? "(others)" : line.text("account")),
                new Cell(line.text("outcome").toLowerCase(Locale.ROOT), Style.BAD),
                Cell.of(line.text("reason")),
                Cell.of(line.text("calls")),
                Cell.of(line.text("running")),
                Cell.of(Span.text(Duration.ofSeconds(number(line, "seconds")))),
                Cell.of(line.text("currency").isEmpty() ? "" : line.money("saved"))));
        table.print(api.terminal());
        api.terminal().say(sum(lines));
    }

    private static String sum(List<Fields> lines) {
        Map<String, Long> saved = new TreeMap<>();
        lines.stream()
                .filter(line -> !line.text("currency").isEmpty())
                .forEach(line -> saved.merge(line.text("currency"), number(line, "saved"), Long::sum));
        String money = saved.entrySet().stream()
                .map(entry -> Amount.text(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
        long calls = lines.stream()
                .mapToLong(line -> number(line, "calls") + number(line, "running"))
                .sum();
        return Cell.harmless("In all " + calls + (calls == 1 ? " call" : " calls") + ", "
                + (money.isEmpty() ? "nothing" : money) + " saved.");
    }

    private static long number(Fields line, String name) {
        return line.number(name).orElse(0L);
    }
}
