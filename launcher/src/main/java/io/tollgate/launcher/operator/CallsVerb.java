package io.tollgate.launcher.operator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollgate calls}: those that run now, or why others do not. */
@Command(
        name = "calls",
        description = {
            "Lists the running calls, the longest first.",
            "With --why instead those that were refused or terminated, the latest last, and on what grounds."
        },
        footer = {
            "",
            "Example: tollgate calls --account alice",
            "         tollgate calls --why --account alice",
            "         tollgate calls --why a84b4c76e66710@192.0.2.7"
        })
final class CallsVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    @Option(names = "--account", paramLabel = "NAME", description = "Only this account's.")
    private @Nullable String account;

    @Option(names = "--why", description = "What was refused or terminated, and why.")
    private boolean why;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CALL-ID",
            description = "With --why: only this call; a SIP Call-ID, or Tollgate's own.")
    private @Nullable String call;

    CallsVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        if (call != null && (!why || account != null)) {
            throw api.fault("a CALL-ID goes with --why, and without --account");
        }
        if (why) {
            new Grounds(api).show(call, account);
            return;
        }
        String query = account == null ? "" : "?account=" + Api.encoded(account);
        String answer = api.connect().get(Api.path("calls") + query);
        if (api.json()) {
            api.print(answer);
            return;
        }
        List<Fields> calls = Fields.listOf(answer);
        if (calls.isEmpty()) {
            api.terminal().say("No call is running.");
            return;
        }
        table(calls, api.session()).print(api.terminal());
    }

    static Table table(List<Fields> calls, Session session) {
        Table table = Table.of("ACCOUNT", "FROM", "TO", "STATE", ">TIME", ">COST", "CALL");
        calls.stream()
                .sorted((one, two) -> one.text("attemptedAt").compareTo(two.text("attemptedAt")))
                .forEach(call -> table.row(
                        Cell.of(call.text("account")),
                        Cell.of(caller(call)),
                        Cell.of(call.text("destination")),
                        new Cell(
                                call.text("state").toLowerCase(Locale.ROOT),
                                call.text("state").equals("RINGING") ? Style.WARNING : Style.GOOD),
                        Cell.of(time(call, session)),
                        Cell.of(call.text("currency").isEmpty() ? "" : call.money("cost")),
                        Cell.of(call.text("callId"))));
        return table;
    }

    private static String caller(Fields call) {
        return call.text("direction").equals("INBOUND") ? "in: " + user(call) : user(call);
    }

    /** The user part alone: the host is mostly ours. */
    private static String user(Fields call) {
        String caller = call.text("caller").replaceFirst("^<?(?:sips?|tel):", "");
        int at = caller.indexOf('@');
        return at > 0 ? caller.substring(0, at) : caller;
    }

    private static String time(Fields call, Session session) {
        return call.instant("answeredAt")
                .or(() -> call.instant("attemptedAt"))
                .map(since -> Span.text(Duration.between(since, session.now())))
                .orElse("");
    }
}
