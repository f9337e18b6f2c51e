package io.tollgate.gateway.kafka;

import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.journal.CallJournal;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.Reconciliation;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.gateway.store.StoreFailed;
import io.tollgate.gateway.store.StoredDialogs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this gateway's calls on its disk and in the topic, and takes them up again at its start.
 *
 * <p>The topic is written in transactions under an id that belongs to this gateway's calls: who begins with that id last
 * owns them, and whoever had it before cannot write any more. That is how a gateway that adopts them, and one that comes
 * back, are kept from owning the same call. One that finds itself shut out looks what is left to it, and goes on with that.
 *
 * <p>{@link #keep} and {@link #forget} are for all threads and never wait. Two threads of its own: one writes to the disk,
 * so that a Kafka that is away holds nothing up, one to the topic.
 */
public final class DialogJournal implements CallJournal, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(DialogJournal.class);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int BATCH = 1_000;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    private record Change(String callId, @Nullable CallSnapshot snapshot) {}

    private final String gatewayId;
    private final DialogTopic topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final StoredDialogs disk;
    private final Duration lease;
    private final Duration patience;
    private final Queue<Change> queue = new ConcurrentLinkedQueue<>();
    private final Map<String, @Nullable CallSnapshot> pending = new LinkedHashMap<>();
    /** What was queued of a call before it was given away must not make it ours again. */
    private final Set<String> relinquished = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private final LongAdder resumedCalls = new LongAdder();
    private final LongAdder relinquishedCalls = new LongAdder();
    private final FaultLog faults = new FaultLog(LOGGER, "dialogs");
    private final ExecutorService keeper = Threads.single("dialogs-disk");
    private final ExecutorService publisher = Threads.single("kafka-dialogs");
    private volatile @Nullable Thread keeping;
    private volatile boolean closing;
    private volatile boolean flushed;
    private volatile boolean doubtful;
    private @Nullable Producer<byte[], byte[]> producer;
    private boolean lapsed;

    DialogJournal(
            String gatewayId,
            DialogTopic topic,
            Supplier<Producer<byte[], byte[]>> producers,
            StoredDialogs disk,
            Duration lease,
            Duration patience) {
        this.gatewayId = gatewayId;
        this.topic = topic;
        this.producers = producers;
        this.disk = disk;
        this.lease = lease;
        this.patience = patience;
    }

    /**
     * A journal that does not run yet, but takes what it is given.
     *
     * @param patience how long Kafka is waited for at the start, before the disk alone counts
     */
    public static DialogJournal of(
            KafkaSettings settings,
            GatewayIdentity self,
            StoredDialogs disk,
            SnapshotForm form,
            InstantSource clock,
            Duration patience) {
        KafkaClients clients = new KafkaClients(settings, self.id());
        return new DialogJournal(
                self.id(),
                DialogTopic.of(clients, self, form, clock),
                () -> clients.dialogProducer(self.id()),
                disk,
                settings.lease(),
                patience);
    }

    /**
     * Begins: takes up the calls that are kept.
     *
     * @param sinceVouched how long ago Kafka had the last heartbeat; null: it never had one
     */
    public void start(CallHands calls, Supplier<@Nullable Duration> sinceVouched) {
        keeper.execute(this::keepOnDisk);
        publisher.execute(() -> publish(calls, sinceVouched));
    }

    /** Done when the calls that were kept are taken up: with Kafka away those that the disk has. */
    public CompletableFuture<Void> restored() {
        return restored.copy();
    }

    @Override
    public void keep(CallSnapshot snapshot) {
        change(new Change(snapshot.callId(), snapshot));
    }

    @Override
    public void forget(String callId) {
        change(new Change(callId, null));
    }

    private void change(Change change) {
        queue.add(change);
        LockSupport.unpark(keeping);
    }

    /** Calls that were adopted by this gateway, in the topic already. */
    void adopted(List<CallSnapshot> snapshots) {
        Map<String, @Nullable CallSnapshot> changed = new HashMap<>();
        snapshots.forEach(snapshot -> changed.put(snapshot.callId(), snapshot));
        relinquished.removeAll(changed.keySet());
        onDisk(() -> disk.keep(changed));
    }

    /** Some calls may have come or gone in the topic: looks at it anew. For all threads. */
    void lookAgain() {
        doubtful = true;
    }

    /** Changes that the topic does not have yet. */
    public int waiting() {
        synchronized (pending) {
            return pending.size() + queue.size();
        }
    }

    /** Calls of a former life that were taken up. */
    public long resumed() {
        return resumedCalls.sum();
    }

    /** Calls that another gateway has adopted. */
    public long relinquished() {
        return relinquishedCalls.sum();
    }

    /** What keeps dialogs from Kafka now; null: nothing. */
    public @Nullable String fault() {
        return faults.current();
    }

    private void keepOnDisk() {
        keeping = Thread.currentThread();
        while (!closing || !queue.isEmpty()) {
            Map<String, @Nullable CallSnapshot> changed = new LinkedHashMap<>();
            for (Change next = queue.poll(); next != null; next = changed.size() < BATCH ? queue.poll() : null) {
                changed.put(next.callId(), next.snapshot());
            }
            changed.keySet().removeAll(relinquished);
            if (changed.isEmpty()) {
                LockSupport.parkNanos(PAUSE_NANOS);
                continue;
            }
            onDisk(() -> disk.keep(changed));
            synchronized (pending) {
                pending.putAll(changed);
            }
        }
        flushed = true;
    }

    private void onDisk(Runnable write) {
        try {
            write.run();
        } catch (StoreFailed failed) {
            LOGGER.atError().setCause(failed).log("dialogs are not on the disk, only in the topic");
        }
    }

    private void publish(CallHands calls, Supplier<@Nullable Duration> sinceVouched) {
        long began = System.nanoTime();
        while (!closing || !flushed || waiting() > 0 && producer != null) {
            try {
                lookAtLease(calls, sinceVouched);
                if (doubtful) {
                    discardProducer();
                }
                Producer<byte[], byte[]> open = producer;
                if (open == null) {
                    open = claim(calls);
                }
                if (!send(open)) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (InterruptException stopped) {
                break;
            } catch (ProducerFencedException | InvalidProducerEpochException shutOut) {
                LOGGER.atWarn().log("another gateway has taken calls of this one, looking what is left");
                discardProducer();
            } catch (KafkaException passing) {
                faults.fault(passing);
                discardProducer();
                restoreWithoutKafka(calls, began);
                LockSupport.parkNanos(RETRY_NANOS);
            } catch (RuntimeException bug) {
                LOGGER.atError().setCause(bug).log("the journal begins again");
                discardProducer();
                LockSupport.parkNanos(RETRY_NANOS);
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        discardProducer();
    }

    /** Nobody vouched for the calls for a while: some may be another's by now, and of the others it must be said anew. */
    private void lookAtLease(CallHands calls, Supplier<@Nullable Duration> sinceVouched) {
        Duration silent = sinceVouched.get();
        boolean out = silent != null && silent.compareTo(lease) > 0;
        if (out) {
            lapsed = true;
        } else if (lapsed) {
            discardProducer();
            producer = claim(calls);
            calls.vouchAgain();
            lapsed = false;
        }
    }

    /** Makes the calls in the topic this gateway's own, and finds out which they are. */
    private Producer<byte[], byte[]> claim(CallHands calls) {
        doubtful = false;
        Producer<byte[], byte[]> claiming = producers.get();
        try {
            claiming.initTransactions();
            Map<String, @Nullable CallSnapshot> here = disk.read();
            Reconciliation found = Reconciliation.of(here, topic.read(gatewayId));
            relinquish(found.adopted(), calls);
            synchronized (pending) {
                found.ended().forEach(callId -> pending.put(callId, null));
            }
            // What the disk has runs here already, but for the first time.
            resume(
                    found.resumed().stream()
                            .filter(call -> !restored.isDone() || !here.containsKey(call.callId()))
                            .toList(),
                    calls);
            producer = claiming;
            faults.cleared();
            return claiming;
        } catch (RuntimeException e) {
            doubtful = true;
            claiming.close(Duration.ZERO);
            throw e;
        }
    }

    private void relinquish(Set<String> callIds, CallHands calls) {
        if (callIds.isEmpty()) {
            return;
        }
        LOGGER.atWarn().addKeyValue("calls", callIds.size()).log("calls were adopted by another gateway");
        relinquishedCalls.add(callIds.size());
        relinquished.addAll(callIds);
        calls.relinquish(callIds);
        disk.drop(callIds);
        synchronized (pending) {
            callIds.forEach(pending::remove);
        }
    }

    private void resume(List<CallSnapshot> kept, CallHands calls) {
        List<CallSnapshot> ours = kept.stream().map(CallSnapshot::moved).toList();
        ours.forEach(this::keep);
        calls.resume(ours, false).join();
        resumedCalls.add(ours.size());
        if (!restored.isDone() || !ours.isEmpty()) {
            LOGGER.atInfo().addKeyValue("calls", ours.size()).log("calls are taken up again");
        }
        restored.complete(null);
    }

    private void restoreWithoutKafka(CallHands calls, long began) {
        if (!restored.isDone() && System.nanoTime() - began >= patience.toNanos()) {
            resume(Reconciliation.of(disk.read(), Map.of()).resumed(), calls);
        }
    }

    /** One transaction of what waits; false: nothing does. */
    private boolean send(Producer<byte[], byte[]> open) {
        Map<String, @Nullable CallSnapshot> batch = new LinkedHashMap<>();
        synchronized (pending) {
            for (Map.Entry<String, @Nullable CallSnapshot> change : pending.entrySet()) {
                if (batch.size() >= BATCH) {
                    break;
                }
                batch.put(change.getKey(), change.getValue());
            }
        }
        if (batch.isEmpty()) {
            return false;
        }
        open.beginTransaction();
        batch.forEach((callId, snapshot) -> open.send(topic.record(open, callId, snapshot)));
        open.commitTransaction();
        List<String> ended = new ArrayList<>();
        synchronized (pending) {
            batch.forEach((callId, snapshot) -> {
                pending.remove(callId, snapshot);
                if (snapshot == null) {
                    ended.add(callId);
                }
            });
        }
        onDisk(() -> disk.drop(ended));
        return true;
    }

    private void discardProducer() {
        Producer<byte[], byte[]> current = producer;
        producer = null;
        if (current != null) {
            boolean interrupted = Thread.interrupted();
            current.close(Duration.ZERO);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Gives disk and Kafka a few seconds to take what waits. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(keeping);
        for (ExecutorService executor : List.of(keeper, publisher)) {
            executor.shutdown();
            try {
                if (!executor.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    executor.shutdownNow();
                }
            } catch (InterruptedException stopped) {
                executor.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
    }
}
