package io.tollgate.launcher.operator;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollgate terminate}: ends a call, or all of an account's. */
@Command(
        name = "terminate",
        description = "Ends a running call, or all calls of an account. Later calls pass: see 'tollgate blacklist'.",
        footer = {
            "",
            "Example: tollgate terminate a84b4c76e66710@192.0.2.7",
            "         tollgate terminate --account mallory"
        })
final class TerminateVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CALL-ID", description = "A SIP Call-ID, or Tollgate's own.")
    private @Nullable String call;

    @Option(names = "--account", paramLabel = "NAME", description = "All calls of this account.")
    private @Nullable String account;

    @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever asks why.")
    private String reason = "";

    TerminateVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        if ((call == null) == (account == null)) {
            throw api.fault("expected either a CALL-ID or --account NAME");
        }
        String path = call != null ? Api.path("calls", call) : Api.path("accounts", account, "calls");
        String what = call != null ? "call " + call : "calls of account " + account;
        api.done(api.connect().delete(path + api.order(reason)), what + ": ordered to end");
    }
}
