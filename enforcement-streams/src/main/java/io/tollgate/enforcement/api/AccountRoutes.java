package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.Endpoint;
import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.OperatorAction;
import io.tollgate.enforcement.contract.AccountInput;
import io.tollgate.enforcement.contract.AdjustmentInput;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.schemas.topic.Topics;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is written of accounts: their settings, what is booked to them, and that their calls end. */
final class AccountRoutes implements Routes {

    private static final String HA1 = "ha1";
    private static final Pattern DIGEST = Pattern.compile("[0-9A-Fa-f]{32}|[0-9A-Fa-f]{64}");

    private static final RecordReader<Account> SETTINGS =
            new RecordReader<>(Account.class, Set.of(), AccountJson.STATE);
    private static final RecordReader<BalanceAdjustment> ADJUSTMENT =
            new RecordReader<>(BalanceAdjustment.class, Set.of());
    private static final AccountInput SETTINGS_RULES = new AccountInput();
    private static final AdjustmentInput ADJUSTMENT_RULES = new AdjustmentInput();

    private final Ledger ledger;
    private final InputLog inputs;
    private final Commands commands;
    private final Sighting sighting;
    private final Clock clock;
    private final RecentSecrets secrets;
    private final Turns turns = new Turns();

    AccountRoutes(Ledger ledger, InputLog inputs, Commands commands, Sighting sighting, Clock clock) {
        this.ledger = ledger;
        this.inputs = inputs;
        this.commands = commands;
        this.sighting = sighting;
        this.clock = clock;
        this.secrets = new RecentSecrets(clock);
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                new Endpoint(HandlerType.PUT, "/api/accounts/{account}", this::replace),
                new Endpoint(HandlerType.DELETE, "/api/accounts/{account}", this::forget),
                new Endpoint(HandlerType.POST, "/api/accounts/{account}/adjustments", this::adjust),
                new Endpoint(HandlerType.DELETE, "/api/accounts/{account}/calls", this::terminateCalls));
    }

    private void replace(Context request) {
        var account = request.pathParam("account");
        var body = JsonBody.object(request);
        turns.take(account, () -> replace(account, body));
        Routes.accept(request, "account", account);
    }

    private void replace(String account, ObjectNode body) {
        Map<String, @Nullable Object> assumed = new HashMap<>();
        if (!body.has(HA1)) {
            assumed.put(HA1, secrets.of(account, ledger::ha1));
        }
        var settings = SETTINGS.read(body, Map.of("account", account), assumed);
        SETTINGS_RULES.interpret(account, settings);
        if (body.has(HA1)) {
            requireDigest(settings.getHa1());
            append(account, settings, settings.getHa1());
        } else {
            inputs.append(Topics.ACCOUNTS, account, settings);
        }
    }

    /** By another one nobody could ever prove the account: gateways tell MD5 and SHA-256 by the length. */
    private static void requireDigest(@Nullable String ha1) {
        InvalidInput.unless(
                ha1 == null || DIGEST.matcher(ha1).matches(),
                HA1,
                "is not 32 (MD5) or 64 (SHA-256) hexadecimal digits");
    }

    private void forget(Context request) {
        var account = request.pathParam("account");
        SETTINGS_RULES.interpret(account, null);
        requireKnown(account);
        turns.take(account, () -> append(account, null, null));
        Routes.accept(request, "account", account);
    }

    /** What changes the secret. */
    private void append(String account, @Nullable Account settings, @Nullable String ha1) {
        try {
            inputs.append(Topics.ACCOUNTS, account, settings);
        } catch (InputLog.Unavailable doubtful) {
            secrets.unconfirmed(account);
            throw doubtful;
        }
        secrets.written(account, ha1);
    }

    /** Also for one that nobody has set up yet: its money is kept for it. */
    private void adjust(Context request) {
        var account = request.pathParam("account");
        var adjustment = ADJUSTMENT.read(
                JsonBody.object(request),
                Map.of("account", account),
                Map.of(
                        "adjustmentId", UUID.randomUUID().toString(),
                        "at", clock.instant().truncatedTo(ChronoUnit.MICROS),
                        "reason", ""));
        ADJUSTMENT_RULES.interpret(account, adjustment);
        requireCurrency(account, adjustment.getCurrency());
        inputs.append(Topics.BALANCE_ADJUSTMENTS, account, adjustment);
        Routes.accept(request, "account", account, "adjustmentId", adjustment.getAdjustmentId());
    }

    private void terminateCalls(Context request) {
        var account = request.pathParam("account");
        var command = commands.begin(OperatorAction.TERMINATE, request)
                .setAccount(account)
                .build();
        sighting.require(
                named(account),
                () -> ledger.account(account).isPresent()
                        || !ledger.calls(account).isEmpty());
        Routes.accept(request, "commandId", commands.give(command));
    }

    /** What Streams would set aside. An account that was set up a moment ago is waited for. */
    private void requireCurrency(String account, @Nullable String currency) {
        if (currency == null) {
            return;
        }
        try {
            sighting.require(
                    "such currency",
                    () -> ledger.currency(account).map(currency::equals).orElse(true));
        } catch (NotFoundResponse other) {
            throw InvalidInput.of("currency", "is not the account's");
        }
    }

    private void requireKnown(String account) {
        sighting.require(named(account), () -> ledger.account(account).isPresent());
    }

    private static String named(String account) {
        return "account '" + account + "'";
    }
}
