package io.tollgate.gateway.store;

import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.gateway.journal.SnapshotForm.Unreadable;
import io.tollgate.gateway.store.KeyedRecords.Change;
import io.tollgate.gateway.store.KeyedRecords.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway's calls on its own disk: those that live, and those that have ended without the topic knowing it yet. Safe for
 * threads.
 */
public final class StoredDialogs {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoredDialogs.class);
    private static final byte[] ENDED = {};
    private static final byte[] ALL = {};

    private static final byte[] USED_AT = key("dialogs-used-at");

    private final KeyedRecords records;
    private final KeyedRecords marks;
    private final SnapshotForm form;

    public StoredDialogs(GatewayStore store, SnapshotForm form) {
        this.records = store.records(GatewayStore.Kind.DIALOGS);
        this.marks = store.records(GatewayStore.Kind.META);
        this.form = form;
    }

    /** When its gateway last said that it lives; the beginning of time: never. */
    public Instant usedAt() {
        byte[] mark = marks.get(USED_AT);
        return mark == null
                ? Instant.EPOCH
                : Instant.ofEpochMilli(ByteBuffer.wrap(mark).getLong());
    }

    /** The gateway lives. */
    public void used(Instant now) {
        marks.put(
                USED_AT,
                ByteBuffer.allocate(Long.BYTES).putLong(now.toEpochMilli()).array());
    }

    /** All of them by call id; null: ended. What cannot be read is left out, and told. */
    public Map<String, @Nullable CallSnapshot> read() {
        Map<String, @Nullable CallSnapshot> read = new HashMap<>();
        records.forEach(ALL, entry -> read(entry, read));
        return read;
    }

    private void read(Entry entry, Map<String, @Nullable CallSnapshot> read) {
        String callId = new String(entry.key(), StandardCharsets.UTF_8);
        try {
            read.put(callId, entry.value().length == 0 ? null : form.read(entry.value()));
        } catch (Unreadable unreadable) {
            LOGGER.atError()
                    .addKeyValue("callId", callId)
                    .addKeyValue("reason", unreadable.getMessage())
                    .log("a call that was kept cannot be taken up");
        }
    }

    /** Keeps these as they are now; null: ended. */
    public void keep(Map<String, @Nullable CallSnapshot> changed) {
        List<Change> changes = new ArrayList<>();
        changed.forEach((callId, snapshot) ->
                changes.add(new Change(key(callId), snapshot == null ? ENDED : SnapshotForm.write(snapshot))));
        records.write(changes);
    }

    /** The topic knows their end, or they are another gateway's. */
    public void drop(Collection<String> callIds) {
        records.write(
                callIds.stream().map(callId -> new Change(key(callId), null)).toList());
    }

    private static byte[] key(String callId) {
        return callId.getBytes(StandardCharsets.UTF_8);
    }
}
