package io.tollgate.gateway.kafka;

import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.store.StoreFailed;
import io.tollgate.gateway.store.StoredDialogs;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the journal knows: on the disk the calls as they are, in memory which changes the topic does not have yet. A call
 * that began and ended while Kafka was away leaves nothing behind, so that both stay as small as the calls that live.
 *
 * <p>Safe for threads. A disk that fails is told, and the topic goes on without it.
 */
final class DialogBook {
    private static final Logger LOGGER = LoggerFactory.getLogger(DialogBook.class);

    /** Tombstones in the topic are gone after an hour: by then a disk that lay unused knows no more what was adopted. */
    private static final Duration TRUSTED = Topics.DIALOG_TOMBSTONES.dividedBy(2);

    private final StoredDialogs disk;
    private final boolean trusted;
    private final FaultLog diskFaults = new FaultLog(LOGGER, "dialogs", "the gateway's own disk");

    /** In the order in which they came; null: ended. Guarded by this, as what follows. */
    private final Map<String, @Nullable CallSnapshot> pending = new LinkedHashMap<>();

    /** Calls of which the topic has something, or may have. */
    private final Set<String> published = new HashSet<>();

    /** What was queued of a call before it was given away must not make it ours again. */
    private final Set<String> relinquished = new HashSet<>();

    /**
     * With what the disk has.
     *
     * @param now when this life begins
     */
    DialogBook(StoredDialogs disk, Instant now) {
        this.disk = disk;
        Instant[] usedAt = {Instant.EPOCH};
        onDisk(() -> usedAt[0] = disk.usedAt());
        this.trusted = usedAt[0].plus(TRUSTED).isAfter(now);
    }

    /** Whether calls on the disk of which the topic has nothing are this gateway's: those that Kafka was away for. */
    boolean trusted() {
        return trusted;
    }

    /** The gateway lives. */
    void used(Instant now) {
        onDisk(() -> disk.used(now));
    }

    /** Calls changed, or ended (null). */
    synchronized void change(Map<String, @Nullable CallSnapshot> changed) {
        Map<String, @Nullable CallSnapshot> kept = new HashMap<>(changed);
        kept.keySet().removeAll(relinquished);
        List<String> unheardOf = new ArrayList<>();
        kept.forEach((callId, snapshot) -> {
            pending.remove(callId); // to the end of the queue
            if (snapshot == null && !published.contains(callId)) {
                unheardOf.add(callId);
            } else {
                pending.put(callId, snapshot);
            }
        });
        kept.keySet().removeAll(unheardOf);
        onDisk(() -> disk.keep(kept));
        onDisk(() -> disk.drop(unheardOf));
    }

    /** The next changes for the topic, which may have them from now on. */
    synchronized Map<String, @Nullable CallSnapshot> next(int most) {
        Map<String, @Nullable CallSnapshot> batch = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable CallSnapshot> change : pending.entrySet()) {
            if (batch.size() >= most) {
                break;
            }
            batch.put(change.getKey(), change.getValue());
            published.add(change.getKey());
        }
        return batch;
    }

    /** The topic has them. */
    synchronized void published(Map<String, @Nullable CallSnapshot> batch) {
        List<String> ended = new ArrayList<>();
        batch.forEach((callId, snapshot) -> {
            pending.remove(callId, snapshot);
            if (snapshot == null) {
                ended.add(callId);
                published.remove(callId);
            }
        });
        onDisk(() -> disk.drop(ended));
    }

    /** What the topic was found to have, by call id; of ended calls, null, it says nothing more. */
    synchronized void found(Map<String, @Nullable CallSnapshot> there) {
        there.forEach((callId, snapshot) -> {
            if (snapshot != null) {
                published.add(callId);
            }
        });
    }

    /** They were this gateway's once: somebody has told what became of them, and that is forgotten. */
    void forget(Collection<String> callIds) {
        onDisk(() -> disk.drop(callIds));
    }

    /** What the disk has, by call id; null: ended. Nothing if it cannot be read. */
    Map<String, @Nullable CallSnapshot> onDisk() {
        Map<String, @Nullable CallSnapshot> read = new HashMap<>();
        onDisk(() -> read.putAll(disk.read()));
        return read;
    }

    /** They ended here. */
    synchronized void bury(Collection<String> callIds) {
        callIds.forEach(callId -> pending.put(callId, null));
    }

    /** They are another gateway's now. */
    synchronized void relinquish(Collection<String> callIds) {
        relinquished.clear(); // those of the last time have long been let go
        relinquished.addAll(callIds);
        callIds.forEach(pending::remove);
        published.removeAll(callIds);
        onDisk(() -> disk.drop(callIds));
    }

    /** They are this gateway's, whatever they were before. */
    synchronized void welcome(Collection<String> callIds) {
        relinquished.removeAll(callIds);
        published.addAll(callIds);
    }

    synchronized int waiting() {
        return pending.size();
    }

    /** What is wrong with the disk now; null: nothing. */
    @Nullable
    String fault() {
        return diskFaults.current();
    }

    private void onDisk(Runnable use) {
        try {
            use.run();
            diskFaults.cleared();
        } catch (StoreFailed failed) {
            diskFaults.fault(failed);
        }
    }
}
