package io.tollgate.enforcement.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.NullNode;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.NotFoundResponse;
import io.javalin.router.Endpoint;
import io.tollgate.OperatorAction;
import io.tollgate.enforcement.decision.InvalidInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * OpenSIPS's management interface, for scripts that were written for it: the names and shapes of its dialog and
 * userblacklist modules, in both spellings. A dialog is a call; the one profile is {@code account}, with the account as
 * value.
 */
final class MiRoutes implements Routes {

    private static final String PROFILE = "account";
    private static final String OK = "OK";
    private static final int NOT_FOUND = 404;

    private final Ledger ledger;
    private final Commands commands;
    private final Sighting sighting;
    private final JsonRpc rpc;

    MiRoutes(Ledger ledger, Commands commands, Sighting sighting) {
        this.ledger = ledger;
        this.commands = commands;
        this.sighting = sighting;
        this.rpc = new JsonRpc(Map.of(
                "dlg_list", this::list,
                "dialog:list", this::list,
                "dlg_end_dlg", this::end,
                "dialog:end_dlg", this::end,
                "profile_end_dlgs", this::endProfile,
                "dialog:profile_end_dlgs", this::endProfile,
                "profile_get_size", this::size,
                "dialog:profile_get_size", this::size,
                "reload_blacklist", this::reload,
                "userblacklist:reload", this::reload));
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(new Endpoint(HandlerType.POST, "/mi", this::answer));
    }

    private void answer(Context request) {
        Optional<Object> answer;
        try {
            answer = rpc.answer(JsonBody.any(request));
        } catch (JsonProcessingException malformed) {
            answer = Optional.of(JsonRpc.error(NullNode.instance, JsonRpc.PARSE_ERROR, "Parse error"));
        }
        answer.ifPresentOrElse(request::json, () -> request.status(204));
    }

    /** All calls, those from {@code index} on, or the one with this Call-ID; tags are not kept, and none is asked for. */
    private Object list(JsonRpcParams given) {
        var params = given.named(List.of("callid", "from_tag", "index", "counter"));
        var callId = params.get("callid");
        var calls = ledger.calls(null);
        if (callId != null) {
            return calls.stream()
                    .filter(call -> callId.equals(call.get("sipCallId")))
                    .findFirst()
                    .map(call -> Map.of("Dialog", MiDialog.of(call)))
                    .orElseThrow(() -> new JsonRpc.Failure(NOT_FOUND, "No such dialog"));
        }
        InvalidInput.unless(!params.containsKey("from_tag"), "callid", "is missing");
        var shown = new LinkedHashMap<String, Object>();
        if (!params.containsKey("index") && !params.containsKey("counter")) {
            shown.put("Dialogs", calls.stream().map(MiDialog::of).toList());
            return shown;
        }
        int index = number(params, "index");
        int counter = number(params, "counter");
        shown.put("count", calls.size());
        shown.put(
                "Dialogs",
                calls.stream().skip(index).limit(counter).map(MiDialog::of).toList());
        return shown;
    }

    /** Headers of one's own are not added: what we send is the contract's. */
    private Object end(JsonRpcParams given) {
        var callId = required(given.named(List.of("dialog_id", "extra_hdrs")), "dialog_id");
        var command = commands.begin(OperatorAction.TERMINATE).setCallId(callId).build();
        try {
            sighting.require("call", () -> ledger.hasCall(callId));
        } catch (NotFoundResponse unknown) {
            throw new JsonRpc.Failure(NOT_FOUND, "Requested Dialog not found");
        }
        commands.give(command);
        return OK;
    }

    /** One account's calls: there is no command that would end everyone's. */
    private Object endProfile(JsonRpcParams given) {
        var params = profile(given);
        var account = required(params, "value");
        commands.give(
                commands.begin(OperatorAction.TERMINATE).setAccount(account).build());
        return OK;
    }

    private Object size(JsonRpcParams given) {
        @Nullable String account = profile(given).get("value");
        var profile = new LinkedHashMap<String, @Nullable Object>();
        profile.put("name", PROFILE);
        profile.put("value", account);
        profile.put("count", ledger.calls(account).size());
        profile.put("shared", "no");
        profile.put("replicated", "yes");
        return Map.of("Profile", profile);
    }

    /** Nothing to do: gateways read every change as it is written. */
    private Object reload(JsonRpcParams given) {
        given.named(List.of());
        return OK;
    }

    private static Map<String, String> profile(JsonRpcParams given) {
        var params = given.named(List.of("profile", "value"));
        if (!required(params, "profile").equals(PROFILE)) {
            throw new JsonRpc.Failure(NOT_FOUND, "Profile not found");
        }
        return params;
    }

    private static String required(Map<String, String> params, String name) {
        var value = params.get(name);
        if (value == null || value.isEmpty()) {
            throw InvalidInput.of(name, "is missing");
        }
        return value;
    }

    private static int number(Map<String, String> params, String name) {
        try {
            int number = Integer.parseInt(required(params, name));
            InvalidInput.unless(number >= 0, name, "is negative");
            return number;
        } catch (NumberFormatException malformed) {
            throw InvalidInput.of(name, "is no whole number");
        }
    }
}
