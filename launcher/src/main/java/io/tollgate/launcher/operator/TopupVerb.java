package io.tollgate.launcher.operator;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tollgate topup NAME AMOUNT}: puts money on an account, or takes it off. */
@Command(
        name = "topup",
        description = {
            "Puts money on an account, in its currency; a negative amount takes it off.",
            "Calls that the money keeps alive go on at once."
        },
        footer = {
            "",
            "Example: tollgate topup alice 10.50 --reason 'voucher 4711'",
            "         tollgate topup alice -2.50 --reason refund"
        })
final class TopupVerb implements Runnable {

    @Mixin
    private final ApiOptions api;

    @Parameters(index = "0", paramLabel = "NAME", description = "The account.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "AMOUNT", description = "Such as 10.50 or -3, with at most 6 decimals.")
    private String amount = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "For whoever reads the account's history.")
    private String reason = "";

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "What it is called: an id counts once, however often it comes. Left out, a new one.")
    private @Nullable String id;

    TopupVerb(Session session) {
        this.api = new ApiOptions(session);
    }

    @Override
    public void run() {
        long micros = micros();
        Api connected = api.connect();
        // A name that is mistyped would keep the money for an account that never comes.
        Fields account = Fields.of(connected.get(Api.path("accounts", name)));
        Map<String, Object> adjustment = new LinkedHashMap<>();
        adjustment.put("adjustmentId", id == null ? UUID.randomUUID().toString() : id);
        adjustment.put("amount", micros);
        adjustment.put("reason", reason);
        String answer = post(connected, adjustment);
        String sum = (micros > 0 ? "+" : "") + Amount.text(micros, account.text("currency"));
        api.done(answer, "account " + name + ": " + sum + " (adjustment " + adjustment.get("adjustmentId") + ")");
    }

    /** Who repeats it under another id after a lost answer pays twice. */
    private String post(Api connected, Map<String, Object> adjustment) {
        try {
            return connected.post(Api.path("accounts", name, "adjustments"), adjustment);
        } catch (Refused refused) {
            if (!refused.isPassing()) {
                throw refused;
            }
            throw Refused.forNow(refused.getMessage() + "; it may count all the same: repeat it with --id "
                    + adjustment.get("adjustmentId") + ", and it counts once");
        }
    }

    private long micros() {
        try {
            long micros = Amount.micros(amount);
            if (micros != 0) {
                return micros;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw api.fault("AMOUNT", amount, Amount.EXPECTED + ", but not 0");
    }
}
