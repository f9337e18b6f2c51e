package io.tollgate.launcher.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why calls were refused or terminated: the API's sentence for each, and for a single one what it rests on. */
final class Grounds {

    private final ApiOptions api;

    Grounds(ApiOptions api) {
        this.api = api;
    }

    /**
     * @param call null: the last ones
     * @param account null: of all
     */
    void show(@Nullable String call, @Nullable String account) {
        String query = account == null ? "" : "?account=" + Api.encoded(account);
        String path = call == null ? Api.path("decisions") + query : Api.path("calls", call, "why");
        String answer = api.connect().get(path);
        if (api.json()) {
            api.print(answer);
        } else if (call == null) {
            list(Fields.listOf(answer));
        } else {
            card(Fields.of(answer));
        }
    }

    private void list(List<Fields> decisions) {
        if (decisions.isEmpty()) {
            api.terminal().say("No call was refused or terminated.");
            return;
        }
        List<Fields> latestLast = new ArrayList<>(decisions);
        Collections.reverse(latestLast);
        Table table = Table.of("TIME", "ACCOUNT", "TO", "OUTCOME", "WHY", "CALL");
        latestLast.forEach(decision -> table.row(
                Cell.of(time(decision, "at")),
                Cell.of(decision.text("account")),
                Cell.of(decision.text("destination")),
                outcome(decision),
                Cell.of(decision.text("explanation")),
                Cell.of(decision.text("callId"))));
        table.print(api.terminal());
    }

    private void card(Fields decision) {
        Card card = new Card()
                .line("why", decision.text("explanation"))
                .line("outcome", outcome(decision))
                .line("reason", decision.text("reason"))
                .line("at", time(decision, "at"));
        for (String name : List.of("account", "callId", "sipCallId", "caller", "destination", "source", "sipStatus")) {
            card.line(name, decision.text(name));
        }
        card.line("rule", decision.text("rule"))
                .line("measured", measured(decision, "measured"))
                .line("limit", measured(decision, "limit"))
                .line("detail", decision.text("detail"))
                .line("ordered by", decision.text("orderedBy"))
                .line("ordered at", time(decision, "issuedAt"))
                .line("due at", time(decision, "dueAt"));
        for (String name : List.of("verdictId", "terminationId", "blacklistEntryId")) {
            card.line(name, decision.text(name));
        }
        card.line("calls then", Standing.setting(decision, "calls")).print(api.terminal());
    }

    private static Cell outcome(Fields decision) {
        return new Cell(decision.text("outcome").toLowerCase(Locale.ROOT), Style.BAD);
    }

    private static String measured(Fields decision, String name) {
        return decision.text(name).isEmpty() ? "" : decision.text(name) + " " + decision.text("unit");
    }

    private String time(Fields decision, String name) {
        return decision.instant(name).map(api.session()::time).orElse("");
    }
}
