package io.tollgate.gateway.kafka;

import io.tollgate.gateway.config.KafkaSettings;
import io.tollgate.gateway.store.GatewayStore;
import io.tollgate.gateway.store.StoreFailed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the gateway must know: blacklist, accounts and terminations whole, admissions from now on and only the
 * partition where its own lie. In no consumer group, since each gateway reads all of it.
 *
 * <p>One thread of its own reads and delivers. While Kafka is away it keeps trying and the views stay as they are; it
 * goes on where it was, so that nothing is missed. If Kafka is away at the start, the copy on the gateway's own disk is
 * delivered after a while, and what is read later comes over it.
 */
public final class TopicViews implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TopicViews.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(5);
    private static final long PRUNE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final ViewRecords records;
    private final ViewCopy copy;
    private final TopicReading reading;
    private final Duration patience;
    private final FaultLog faults = new FaultLog(LOGGER, "views");
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CompletableFuture<Void> usable = new CompletableFuture<>();
    private final ExecutorService executor = Threads.single("kafka-views");

    /** When Kafka last led nearer to the end of the topics. The views' thread only, as what follows. */
    private long contactNanos = System.nanoTime();

    private long prunedAtNanos = System.nanoTime();
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile boolean closing;

    TopicViews(
            Supplier<Consumer<byte[], byte[]>> consumers,
            String gatewayId,
            ViewRecords records,
            ViewCopy copy,
            Duration patience) {
        this.consumers = consumers;
        this.records = records;
        this.copy = copy;
        this.patience = patience;
        this.reading = new TopicReading(gatewayId, records, faults);
    }

    /**
     * Begins to read; Kafka need not be there yet.
     *
     * @param store where the copy is
     * @param after nothing is delivered before this is done: orders are for calls that are known
     */
    public static TopicViews start(
            KafkaSettings settings,
            String gatewayId,
            ViewTargets targets,
            GatewayStore store,
            CompletionStage<?> after) {
        KafkaClients clients = new KafkaClients(settings, gatewayId);
        ViewCopy copy = new ViewCopy(store, Clock.systemUTC());
        ViewRecords records = new ViewRecords(gatewayId, targets, copy, clients);
        TopicViews views = new TopicViews(clients::viewConsumer, gatewayId, records, copy, settings.patience());
        after.whenComplete((done, failure) -> views.begin());
        return views;
    }

    void begin() {
        if (!closing) {
            executor.execute(this::work);
        }
    }

    /**
     * Done when all that was in blacklist, accounts and terminations when reading began was delivered; never
     * exceptionally. Completed on the views' thread: what depends on it must not block there.
     */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    /** Done when calls can be decided: caught up, or by the gateway's own copy. Else as {@link #caughtUp}. */
    public CompletableFuture<Void> usable() {
        return usable.copy();
    }

    /** Whether the views are those of the gateway's own copy, since Kafka has not been read yet. */
    public boolean byCopy() {
        return usable.isDone() && !caughtUp.isDone();
    }

    /** When the last change was written to the copy; null: there is no whole one. */
    public @Nullable Instant copiedAt() {
        return copy.changedAt();
    }

    /** Records delivered. */
    public long taken() {
        return records.taken();
    }

    /** Records passed over, because they could not be read or say what they must not. */
    public long skipped() {
        return records.skipped();
    }

    /** What keeps the views from Kafka now; null: nothing that is known. */
    public @Nullable String fault() {
        String fault = faults.current();
        return fault == null ? copy.fault() : fault;
    }

    private void work() {
        while (!closing) {
            try (Consumer<byte[], byte[]> consumer = consumers.get()) {
                current = consumer;
                reading.assign(consumer, firstAnswer());
                contactNanos = System.nanoTime();
                faults.cleared();
                look();
                while (!closing) {
                    if (reading.round(consumer)) {
                        contactNanos = System.nanoTime();
                    }
                    look();
                }
            } catch (WakeupException | InterruptException stopped) {
                if (!closing) {
                    throw stopped;
                }
            } catch (KafkaException fault) {
                faults.fault(fault);
                fallBack();
                LockSupport.parkNanos(RETRY_NANOS);
            } catch (RuntimeException bug) {
                // A gateway that reads no orders any more is worse than one that reads some twice.
                LOGGER.atError().setCause(bug).log("views begin again");
                faults.fault(bug);
                LockSupport.parkNanos(RETRY_NANOS);
            } finally {
                current = null;
            }
        }
    }

    /** Goes by the copy, where there is a whole one and nothing has been heard of Kafka for long enough. */
    private void fallBack() {
        if (usable.isDone() || !copy.isComplete() || System.nanoTime() - contactNanos < patience.toNanos()) {
            return;
        }
        try {
            int told = copy.tell(records);
            LOGGER.atWarn()
                    .addKeyValue("records", told)
                    .addKeyValue("changedAt", copy.changedAt())
                    .log("Kafka is away: the gateway goes by its own copy of the views");
            usable.complete(null);
        } catch (StoreFailed failed) {
            faults.fault(failed);
        }
    }

    /** While there is a copy to go by, Kafka is not waited for longer than that allows. */
    private @Nullable Duration firstAnswer() {
        return usable.isDone() || !copy.isComplete() ? null : patience;
    }

    private void look() {
        copy.flush();
        if (caughtUp.isDone()) {
            prune();
        } else if (reading.isAtEnd()) {
            records.readToEnd();
            LOGGER.atInfo().addKeyValue("records", records.taken()).log("views are complete");
            caughtUp.complete(null);
            usable.complete(null);
        } else {
            fallBack();
        }
    }

    private void prune() {
        long now = System.nanoTime();
        if (now - prunedAtNanos >= PRUNE_NANOS) {
            prunedAtNanos = now;
            copy.prune();
        }
    }

    @Override
    public void close() {
        closing = true;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        Threads.end(executor, PATIENCE_AT_CLOSE);
    }
}
