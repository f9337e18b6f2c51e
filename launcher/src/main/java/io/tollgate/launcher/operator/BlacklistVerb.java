package io.tollgate.launcher.operator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tollgate blacklist}: what is refused, and what is excepted. */
@Command(
        name = "blacklist",
        description = "Lists what is refused and what is excepted from that.",
        footer = {"", "Example: tollgate blacklist", "         tollgate blacklist add --help"})
final class BlacklistVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    BlacklistVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        String answer = api.connect().get(Api.path("blacklist"));
        if (api.json()) {
            api.print(answer);
            return;
        }
        List<Fields> entries = Fields.listOf(answer);
        if (entries.isEmpty()) {
            api.terminal().say("Nothing is blacklisted.");
            return;
        }
        Table table =
                Table.of("ENTRY", "KIND", "ACCOUNT", "PREFIX", "NETWORK", "REASON", "SOURCE", ">EXPIRES IN", "DETAIL");
        entries.forEach(entry -> table.row(
                Cell.of(entry.text("entryId")),
                new Cell(
                        entry.text("kind").toLowerCase(Locale.ROOT),
                        entry.text("kind").equals("ALLOW") ? Style.GOOD : Style.BAD),
                Cell.of(entry.text("account")),
                Cell.of(entry.text("destinationPrefix")),
                Cell.of(entry.text("sourceNetwork")),
                Cell.of(entry.text("reason")),
                Cell.of(entry.text("source")),
                Cell.of(entry.instant("expiresAt")
                        .map(at -> Span.text(Duration.between(api.session().now(), at)))
                        .orElse("never")),
                Cell.of(entry.text("detail"))));
        table.print(api.terminal());
    }
}
