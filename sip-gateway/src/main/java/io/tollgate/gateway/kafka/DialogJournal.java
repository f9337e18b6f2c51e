package io.tollgate.gateway.kafka;

import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.journal.CallJournal;
import io.tollgate.gateway.journal.CallSnapshot;
import io.tollgate.gateway.journal.Reconciliation;
import io.tollgate.gateway.journal.SnapshotForm;
import io.tollgate.gateway.store.StoredDialogs;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
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
    /** The disk gets what changes within so long together, as the topic what changes within a pause. */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long USED_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int BATCH = 1_000;
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);

    /** Larger ones the topic may not take, and those behind them would wait for ever. Usual are 1,000. */
    private static final int MOST_BYTES = 200_000;

    private record Change(String callId, @Nullable CallSnapshot snapshot) {}

    private final String gatewayId;
    private final DialogTopic topic;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final DialogBook book;
    private final InstantSource clock;
    private final Duration patience;
    private final Inbox<Change> inbox = new Inbox<>();
    private final CompletableFuture<Void> restored = new CompletableFuture<>();
    private final LongAdder resumed = new LongAdder();
    private final LongAdder relinquished = new LongAdder();
    private final LongAdder unkept = new LongAdder();
    private final FaultLog faults = new FaultLog(LOGGER, "dialogs");
    private final ExecutorService keeper = Threads.single("dialogs-disk");
    private final ExecutorService publisher = Threads.single("kafka-dialogs");
    private volatile boolean flushed;

    /** What the disk has of a life too long ago: it is this gateway's only if the topic says so, which is not known yet. */
    private volatile Set<String> doubted;

    private @Nullable Producer<byte[], byte[]> producer;
    private volatile int lapsesSeen;

    DialogJournal(
            String gatewayId,
            DialogTopic topic,
            Supplier<Producer<byte[], byte[]>> producers,
            StoredDialogs disk,
            InstantSource clock,
            Duration patience) {
        this.gatewayId = gatewayId;
        this.clock = clock;
        this.topic = topic;
        this.producers = producers;
        this.book = new DialogBook(disk, clock.instant());
        this.doubted = book.trusted() ? Set.of() : Set.copyOf(book.onDisk().keySet());
        this.patience = patience;
    }

    /** A journal that does not run yet, but takes what it is given. */
    public static DialogJournal of(
            KafkaSettings settings, GatewayIdentity self, StoredDialogs disk, SnapshotForm form, InstantSource clock) {
        KafkaClients clients = new KafkaClients(settings, self.id());
        return new DialogJournal(
                self.id(),
                DialogTopic.of(clients, self, form, clock),
                () -> clients.dialogProducer(self.id()),
                disk,
                clock,
                settings.patience());
    }

    /**
     * Begins: takes up the calls that are kept.
     *
     * @param lapses how often so far nobody vouched for the calls for so long that others may have adopted them
     */
    public void start(CallHands calls, IntSupplier lapses) {
        keeper.execute(this::keepOnDisk);
        publisher.execute(() -> publish(calls, lapses));
    }

    /** Done when the calls that were kept are taken up: with Kafka away those that the disk has. */
    public CompletableFuture<Void> restored() {
        return restored.copy();
    }

    @Override
    public void keep(CallSnapshot snapshot) {
        inbox.offer(new Change(snapshot.callId(), snapshot));
    }

    @Override
    public void forget(String callId) {
        inbox.offer(new Change(callId, null));
    }

    /** Calls that were adopted by this gateway, in the topic already. */
    void adopted(Collection<String> callIds) {
        book.welcome(callIds);
    }

    /** Whether it is settled whose the calls are after so many lapses. */
    public boolean hasSettled(int lapses) {
        return lapsesSeen == lapses;
    }

    /** Changes that the topic does not have yet. */
    public int waiting() {
        return book.waiting() + inbox.size();
    }

    /** Calls of a former life that were taken up. */
    public long resumed() {
        return resumed.sum();
    }

    /** Calls that another gateway has adopted. */
    public long relinquished() {
        return relinquished.sum();
    }

    /** Changes of calls that could not be kept: a call whose headers are far too long. */
    public long unkept() {
        return unkept.sum();
    }

    /** What keeps dialogs from Kafka or the disk now; null: nothing. */
    public @Nullable String fault() {
        String fault = faults.current();
        return fault == null ? book.fault() : fault;
    }

    private void keepOnDisk() {
        long usedAtNanos = System.nanoTime() - USED_NANOS;
        while (!inbox.closing() || !inbox.isEmpty()) {
            if (doubted.isEmpty() && System.nanoTime() - usedAtNanos >= USED_NANOS) {
                usedAtNanos = System.nanoTime();
                book.used(clock.instant());
            }
            Map<String, @Nullable CallSnapshot> changed = new LinkedHashMap<>();
            for (Change next = inbox.poll(); next != null; next = changed.size() < BATCH ? inbox.poll() : null) {
                if (next.snapshot() == null || isWritable(next.snapshot())) {
                    changed.put(next.callId(), next.snapshot());
                }
            }
            try {
                if (changed.isEmpty()) {
                    inbox.await(PAUSE_NANOS);
                } else {
                    book.change(changed);
                    if (changed.size() < BATCH) {
                        inbox.gather(PACE_NANOS);
                    }
                }
            } catch (RuntimeException bug) {
                // One batch must not keep all that come after it from being kept.
                unkept.add(changed.size());
                LOGGER.atError().setCause(bug).log("calls are not kept");
            }
        }
        flushed = true;
    }

    private boolean isWritable(CallSnapshot snapshot) {
        try {
            if (SnapshotForm.write(snapshot).length <= MOST_BYTES) {
                return true;
            }
        } catch (RuntimeException bug) {
            LOGGER.atError()
                    .setCause(bug)
                    .addKeyValue("callId", snapshot.callId())
                    .log("a call cannot be kept");
        }
        unkept.increment();
        return false;
    }

    private void publish(CallHands calls, IntSupplier lapses) {
        long began = System.nanoTime();
        while (!inbox.closing() || !flushed || book.waiting() > 0 && producer != null) {
            try {
                lookAtLease(calls, lapses);
                Producer<byte[], byte[]> open = producer;
                if (open == null) {
                    open = claim(calls);
                }
                boolean sent = send(open);
                if (!sent || book.waiting() < BATCH && !inbox.closing()) {
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
                restoreWithoutKafka(calls, began);
                LockSupport.parkNanos(RETRY_NANOS);
            }
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        discardProducer();
    }

    /** Nobody vouched for the calls for a while: some may be another's by now, and of the others it must be said anew. */
    private void lookAtLease(CallHands calls, IntSupplier lapses) {
        int now = lapses.getAsInt();
        if (now != lapsesSeen) {
            discardProducer();
            claim(calls);
            calls.vouchAgain();
            lapsesSeen = now;
        }
    }

    /** Makes the calls in the topic this gateway's own, and finds out which they are. */
    private Producer<byte[], byte[]> claim(CallHands calls) {
        Producer<byte[], byte[]> claiming = producers.get();
        try {
            claiming.initTransactions();
            Map<String, @Nullable CallSnapshot> there = topic.read(gatewayId);
            Map<String, @Nullable CallSnapshot> here = book.onDisk();
            Set<String> gone = new HashSet<>(doubted);
            gone.removeAll(there.keySet());
            here.keySet().removeAll(gone);
            Reconciliation found = Reconciliation.of(here, there);
            relinquish(found.adopted(), calls);
            book.found(there);
            book.bury(found.ended());
            // What the disk has runs here already, but for the first time and for what was in doubt.
            resume(
                    found.resumed().stream()
                            .filter(call -> !restored.isDone()
                                    || !here.containsKey(call.callId())
                                    || doubted.contains(call.callId()))
                            .toList(),
                    calls);
            book.forget(gone);
            doubted = Set.of();
            producer = claiming;
            faults.cleared();
            return claiming;
        } catch (RuntimeException e) {
            claiming.close(Duration.ZERO);
            throw e;
        }
    }

    private void relinquish(Set<String> callIds, CallHands calls) {
        if (!callIds.isEmpty()) {
            LOGGER.atWarn().addKeyValue("calls", callIds.size()).log("calls were adopted by another gateway");
            relinquished.add(callIds.size());
            book.relinquish(callIds);
            calls.relinquish(callIds);
        }
    }

    private void resume(List<CallSnapshot> kept, CallHands calls) {
        List<CallSnapshot> ours = kept.stream().map(CallSnapshot::moved).toList();
        book.welcome(ours.stream().map(CallSnapshot::callId).toList());
        calls.resume(ours, false, ours.size()).join();
        resumed.add(ours.size());
        if (!restored.isDone() || !ours.isEmpty()) {
            LOGGER.atInfo().addKeyValue("calls", ours.size()).log("calls are taken up again");
        }
        restored.complete(null);
    }

    private void restoreWithoutKafka(CallHands calls, long began) {
        if (!restored.isDone() && System.nanoTime() - began >= patience.toNanos()) {
            resume(book.trusted() ? Reconciliation.of(book.onDisk(), Map.of()).resumed() : List.of(), calls);
        }
    }

    /** One transaction of what waits; false: nothing does. */
    private boolean send(Producer<byte[], byte[]> open) {
        Map<String, @Nullable CallSnapshot> batch = book.next(BATCH);
        if (batch.isEmpty()) {
            return false;
        }
        open.beginTransaction();
        batch.forEach((callId, snapshot) -> open.send(topic.record(open, callId, snapshot)));
        open.commitTransaction();
        book.published(batch);
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
        inbox.close();
        Threads.end(keeper, PATIENCE_AT_CLOSE);
        Threads.end(publisher, PATIENCE_AT_CLOSE);
    }
}
