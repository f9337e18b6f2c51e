package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.backlog.IdlePoll;
import io.tollgate.enforcement.blacklist.EntryOrder;
import io.tollgate.enforcement.blacklist.EntryOutput;
import io.tollgate.enforcement.blacklist.EntryRules;
import io.tollgate.enforcement.blacklist.EntryState;
import io.tollgate.enforcement.contract.Outputs;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.enforcement.store.DueIndex;
import io.tollgate.enforcement.store.DueIndex.Due;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The owner of blacklist entries that somebody asked for: all orders about one entry come here, and so does its end. */
public final class BlacklistProcessor implements Processor<byte[], EntryOrder, byte[], Emission> {

    private static final Duration LOOK = IdlePoll.BEAT.multipliedBy(2);
    private static final int MOST_AT_ONCE = 1_000;
    private static final char ENTRY = 'E';
    private static final char ORDER = 'O';

    private final Surroundings surroundings;
    private final String entryOrders;
    private final Ticking ticking = new Ticking();
    private @Nullable Work work;

    /**
     * @param entryOrders the topic within by which orders come
     */
    public BlacklistProcessor(Surroundings surroundings, String entryOrders) {
        this.surroundings = surroundings;
        this.entryOrders = entryOrders;
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        var started = new Work(
                context,
                surroundings.metrics(),
                new Outbox(context, surroundings),
                context.getStateStore(Stores.ENTRIES),
                context.getStateStore(Stores.ORDER_IDS),
                new DueIndex(context.getStateStore(Stores.BLACKLIST_DUE)));
        var inputs = List.of(Inputs.within(context, entryOrders));
        ticking.every(LOOK, context, now -> {
            if (Inputs.areRead(context, surroundings.backlog(), inputs)) {
                started.expire(now);
            }
        });
        work = started;
    }

    @Override
    public void process(Record<byte[], EntryOrder> order) {
        if (work == null) {
            throw new IllegalStateException("not initialised");
        }
        work.apply(order.value());
        Inputs.processed(work.context, surroundings.backlog());
    }

    @Override
    public void close() {
        ticking.stop();
    }

    /** What there is once a task is open. */
    private record Work(
            ProcessorContext<byte[], Emission> context,
            EnforcementMetrics metrics,
            Outbox outbox,
            KeyValueStore<String, EntryState> entries,
            KeyValueStore<String, Instant> orderIds,
            DueIndex due) {

        void apply(EntryOrder order) {
            var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
            var known = entries.get(order.entryId());
            boolean seen = orderIds.get(order.orderId()) != null;
            metrics.entryOrder(EntryRules.outcome(known, seen, order, now));
            var decision = EntryRules.decide(known, seen, order, now);
            if (!seen) {
                var until = now.plus(EntryState.REMEMBERED);
                orderIds.put(order.orderId(), until);
                due.add(new Due(until, ORDER, order.orderId()));
            }
            keep(order.entryId(), known, decision.state());
            publish(decision.outputs());
        }

        void expire(Instant now) {
            for (var item : due.take(now, MOST_AT_ONCE)) {
                if (item.kind() == ORDER) {
                    orderIds.delete(item.id());
                    continue;
                }
                var known = entries.get(item.id());
                if (known != null) {
                    var decision = EntryRules.expire(known, now);
                    keep(item.id(), known, decision.state());
                    publish(decision.outputs());
                }
            }
        }

        private void keep(String entryId, @Nullable EntryState known, @Nullable EntryState next) {
            if (Objects.equals(next, known)) {
                return;
            }
            if (known != null && known.dueAt() != null) {
                due.remove(new Due(known.dueAt(), ENTRY, entryId));
            }
            if (next != null && next.dueAt() != null) {
                due.add(new Due(next.dueAt(), ENTRY, entryId));
            }
            entries.put(entryId, next);
        }

        private void publish(List<EntryOutput> outputs) {
            for (var output : outputs) {
                if (output instanceof EntryOutput.Publish publish) {
                    outbox.publish(Topics.BLACKLIST, publish.entry().entryId(), Outputs.entry(publish.entry()));
                } else if (output instanceof EntryOutput.Remove remove) {
                    outbox.publish(Topics.BLACKLIST, remove.entryId(), null);
                }
            }
        }
    }
}
