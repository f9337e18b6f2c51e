package io.tollgate.launcher.operator;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tollgate gateways}: those that were heard of, and which of them live. */
@Command(
        name = "gateways",
        description = {
            "Lists the gateways by their last heartbeats.",
            "A lost one was not heard for as long as it vouched for its calls; they end soon after."
        },
        footer = {"", "Example: tollgate gateways | grep lost"})
final class GatewaysVerb implements Runnable {

    private static final String LOST = "lost";
    private static final Map<String, Style> STYLES =
            Map.of("serving", Style.GOOD, "starting", Style.WARNING, "draining", Style.WARNING, LOST, Style.BAD);

    @Mixin
    private final ApiOptions api;

    GatewaysVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        String answer = api.connect().get(Api.path("gateways"));
        if (api.json()) {
            api.print(answer);
            return;
        }
        List<Fields> gateways = Fields.listOf(answer);
        if (gateways.isEmpty()) {
            api.terminal().say("No gateway was ever heard.");
            return;
        }
        Table table = Table.of("GATEWAY", "STATE", ">CALLS", ">HEARD", ">UP", "SIP");
        gateways.forEach(gateway -> table.row(
                Cell.of(gateway.text("gatewayId")),
                state(gateway),
                Cell.of(gateway.text("liveCalls")),
                Cell.of(since(gateway, "at") + " ago"),
                Cell.of(since(gateway, "startedAt")),
                Cell.of(gateway.text("sip"))));
        table.print(api.terminal());
    }

    private static Cell state(Fields gateway) {
        String state = gateway.text("lease").equals("EXPIRED")
                ? LOST
                : gateway.text("state").toLowerCase(Locale.ROOT);
        return new Cell(state, STYLES.getOrDefault(state, Style.PLAIN));
    }

    private String since(Fields gateway, String name) {
        return gateway.instant(name)
                .map(at -> Span.text(Duration.between(at, api.session().now())))
                .orElse("");
    }
}
