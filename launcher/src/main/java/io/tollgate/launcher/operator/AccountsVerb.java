package io.tollgate.launcher.operator;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tollgate accounts}: all of them, with what they have and hold. */
@Command(
        name = "accounts",
        description = "Lists the accounts with their balance, their channels and what blocks them.",
        footer = {"", "Example: tollgate accounts | grep NO_BALANCE"})
final class AccountsVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    AccountsVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        String answer = api.connect().get(Api.path("accounts"));
        if (api.json()) {
            api.print(answer);
            return;
        }
        List<Fields> accounts = Fields.listOf(answer);
        if (accounts.isEmpty()) {
            api.terminal().say("There are no accounts.");
            return;
        }
        Table table = Table.of("ACCOUNT", ">BALANCE", ">CHANNELS", "CREDIT", "PLAN", "STATE");
        accounts.forEach(account -> table.row(
                Cell.of(account.text("account")),
                Standing.balance(account),
                Cell.of(Standing.channels(account)),
                Cell.of(Standing.credit(account)),
                Cell.of(account.text("ratePlan")),
                Standing.state(account, api.session())));
        table.print(api.terminal());
    }
}
