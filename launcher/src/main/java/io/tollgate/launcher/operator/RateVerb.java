package io.tollgate.launcher.operator;

import io.tollgate.Rate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tollgate rate PLAN PREFIX}: shows a price, changes it with {@code set}, removes it. */
@Command(
        name = "rate",
        description = {
            "Shows what a destination costs in a plan, changes it, or removes it.",
            "'set' changes what is named and keeps the rest; a rate that is not there is created. The value '-' takes a"
                    + " setting back to its default. Money is written as 0.05. Calls that were answered before keep"
                    + " their rate."
        },
        footer = {"", "Example: tollgate rate standard 49 set pricePerMinute=0.05 initialIncrementSeconds=60"})
final class RateVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    @Parameters(index = "0", paramLabel = "PLAN", description = "The rate plan, as accounts name it.")
    private String plan = "";

    @Parameters(
            index = "1",
            paramLabel = "PREFIX",
            description = "Leading digits of the destination, without +; '' is every other destination.")
    private String prefix = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "set|remove",
            description = "What to do with it; left out, it is shown.")
    private @Nullable String action;

    @Parameters(
            index = "3..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "A setting: pricePerMinute, connectFee, initialIncrementSeconds, incrementSeconds,"
                    + " description.")
    private List<String> assignments = List.of();

    RateVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        if (!prefix.matches("[0-9]*")) {
            throw api.fault("PREFIX", prefix, "digits without +");
        }
        String path = Api.path("rates", plan) + "/" + prefix;
        String what = "rate " + plan + "/" + prefix;
        if (action == null) {
            show(api.connect().get(path));
            return;
        }
        switch (action) {
            case "set" ->
                new Editing(api, what, path)
                        .set(new RecordForm(Rate.getClassSchema(), Set.of("plan", "prefix")), assignments);
            case "remove" -> remove(path, what);
            default -> throw api.fault("'" + action + "' is nothing to do with a rate, expected set or remove");
        }
    }

    private void show(String answer) {
        if (api.json()) {
            api.print(answer);
            return;
        }
        Fields rate = Fields.of(answer);
        new Card()
                .line("plan", rate.text("plan"))
                .line("prefix", prefix.isEmpty() ? "(every other)" : prefix)
                .line("price a minute", rate.money("pricePerMinute"))
                .line("connect fee", rate.money("connectFee"))
                .line("increments", rate.text("initialIncrementSeconds") + "/" + rate.text("incrementSeconds") + " s")
                .line("description", rate.text("description"))
                .print(api.terminal());
    }

    private void remove(String path, String what) {
        if (!assignments.isEmpty()) {
            throw api.fault("remove takes nothing more");
        }
        api.done(api.connect().delete(path), what + ": removed; calls that were answered before keep it");
    }
}
