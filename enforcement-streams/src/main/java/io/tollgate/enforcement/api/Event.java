package io.tollgate.enforcement.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.AccountState;
import io.tollgate.BlacklistEntry;
import io.tollgate.GatewayHeartbeat;
import io.tollgate.enforcement.blacklist.EntryIds;
import io.tollgate.enforcement.feed.Heard;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to those who listen. Its text is made when the first of them needs it, once for all of them. Safe
 * for threads.
 */
final class Event {

    private static final JsonMapper JSON = new JsonMapper();

    /** The field of a record that is its key, where records can be removed. */
    private static final Map<Class<?>, String> KEYS =
            Map.of(BlacklistEntry.class, "entryId", AccountState.class, "account", GatewayHeartbeat.class, "gatewayId");

    private final long number;
    private final Heard heard;
    private @Nullable String data;

    /** @param number counts what this process has told, from 1 */
    Event(long number, Heard heard) {
        this.number = number;
        this.heard = heard;
    }

    long number() {
        return number;
    }

    /** The name of its record. */
    String name() {
        return heard.type().getSimpleName();
    }

    /** Whose it is; null: nobody's alone, or of what was removed its key does not tell. */
    @Nullable
    String account() {
        var value = heard.value();
        if (value == null) {
            return heard.type().equals(AccountState.class)
                    ? heard.key()
                    : heard.type().equals(BlacklistEntry.class)
                            ? EntryIds.accountOf(heard.key()).orElse(null)
                            : null;
        }
        var field = value.getSchema().getField("account");
        return field != null && value.get(field.pos()) instanceof String account ? account : null;
    }

    /** The record as JSON, in one line; of what was removed its key. */
    synchronized String data() {
        if (data == null) {
            var value = heard.value();
            data = text(value == null ? removed() : RecordJson.of(value));
        }
        return data;
    }

    private Map<String, Object> removed() {
        var json = new LinkedHashMap<String, Object>();
        json.put(KEYS.getOrDefault(heard.type(), "key"), heard.key());
        json.put("removed", true);
        return json;
    }

    private static String text(Map<String, Object> json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("maps of texts and numbers are JSON", impossible);
        }
    }
}
