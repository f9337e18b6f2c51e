package io.tollgate.launcher.operator;

import io.tollgate.Account;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollgate account NAME}: shows one, changes it with {@code set}, forgets or erases it. */
@Command(
        name = "account",
        description = {
            "Shows an account, changes it, forgets or erases it.",
            "'set' changes what is named and keeps the rest; an account that is not there is created. The value '-'"
                    + " takes a setting back to its default. Lists are written with commas, money as 10.50.",
            "'forget' ends its calls and refuses it until it is set again. 'erase' also removes the blacklist entries"
                    + " that name it, and wants --yes: nothing brings them back."
        },
        footer = {
            "",
            "Example: tollgate account alice set creditModel=PREPAID ratePlan=standard channelLimit=2",
            "         tollgate account alice set trunks=192.0.2.7,198.51.100.0/24 maxCallSeconds=-",
            "         tollgate account alice erase --yes"
        })
final class AccountVerb implements Runnable {

    /** What is shown in words of its own, or is no setting. */
    private static final Set<String> TOLD = Set.of(
            "account", "enabled", "balance", "activeChannels", "channelLimit", "exhaustsAt", "blocked", "updatedAt");

    @Mixin
    private final ApiOptions api;

    @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
    private String name = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "set|forget|erase",
            description = "What to do with it; left out, it is shown.")
    private @Nullable String action;

    @Parameters(
            index = "2..*",
            arity = "0..*",
            paramLabel = "KEY=VALUE",
            description = "A setting: enabled, channelLimit, creditModel, creditLimit, currency, ratePlan,"
                    + " maxCallSeconds, identities, trunks, ha1, strictAdmission, admitWithoutDecision.")
    private List<String> assignments = List.of();

    @Option(names = "--yes", description = "With erase: it is meant.")
    private boolean yes;

    AccountVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        String path = Api.path("accounts", name);
        if (yes && !"erase".equals(action)) {
            throw api.fault("--yes goes with erase");
        }
        if (action == null) {
            show(api.connect().get(path));
            return;
        }
        switch (action) {
            case "set" ->
                new Editing(api, "account " + name, path)
                        .set(new RecordForm(Account.getClassSchema(), Set.of("account")), assignments);
            case "forget" -> forget(path);
            case "erase" -> erase();
            default ->
                throw api.fault("'" + action + "' is nothing to do with an account, expected set, forget or erase");
        }
    }

    private void show(String answer) {
        if (api.json()) {
            api.print(answer);
            return;
        }
        Fields account = Fields.of(answer);
        Session session = api.session();
        Card card = new Card()
                .line("account", account.text("account"))
                .line("state", Standing.state(account, session))
                .line("balance", Standing.balance(account))
                .line("channels", Standing.channels(account))
                .line(
                        "money gone at",
                        account.instant("exhaustsAt").map(session::time).orElse(""));
        account.values().keySet().stream()
                .filter(key -> !TOLD.contains(key))
                .forEach(key -> card.line(key, Standing.setting(account, key)));
        card.line("as of", account.instant("updatedAt").map(session::time).orElse(""));
        card.print(api.terminal());
    }

    private void erase() {
        takeNothingMore();
        if (!yes) {
            throw api.fault(
                    "erase ends the account's calls, forgets its settings and removes the blacklist entries that"
                            + " name it; nothing brings them back: add --yes");
        }
        new Erasure(api, name).run();
    }

    private void takeNothingMore() {
        if (!assignments.isEmpty()) {
            throw api.fault(action + " takes nothing more");
        }
    }

    private void forget(String path) {
        takeNothingMore();
        api.done(
                api.connect().delete(path),
                "account " + name + ": forgotten; its calls end, and it stays refused until it is set again");
    }
}
