package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.account.CallRules;
import io.tollgate.enforcement.account.CallStep;
import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.account.Effects;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.DueIndex;
import io.tollgate.enforcement.store.DueIndex.Due;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Brings each call event to its account and its call, and keeps full accounts refused. */
public final class CallProcessor implements Processor<byte[], CallFact, byte[], Emission> {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int MOST_AT_ONCE = 5_000;
    private static final char ENDED = 'E';

    private final Surroundings surroundings;
    private final String settings;
    private @Nullable Work work;

    /**
     * @param settings the topic within by which the same tasks get accounts' settings
     */
    public CallProcessor(Surroundings surroundings, String settings) {
        this.surroundings = surroundings;
        this.settings = settings;
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        var started = new Work(
                new AccountDesk(context, surroundings),
                context.getStateStore(Stores.CALLS),
                context.getStateStore(Stores.ENDED_CALLS),
                new DueIndex(context.getStateStore(Stores.CALLS_DUE)),
                context.getStateStore(Stores.FULL_ACCOUNTS));
        var inputs = List.of(Topics.CALL_EVENTS.name(), Inputs.within(context, settings));
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, nowMillis -> {
            if (Inputs.areRead(context, surroundings.backlog(), inputs)) {
                started.tick(nowMillis);
            }
        });
        work = started;
    }

    @Override
    public void process(Record<byte[], CallFact> event) {
        if (work == null) {
            throw new IllegalStateException("not initialised");
        }
        surroundings.metrics().callEvent(work.apply(event.value()));
    }

    /** What there is once a task is open. */
    private record Work(
            AccountDesk desk,
            KeyValueStore<CallKey, LiveCall> calls,
            KeyValueStore<CallKey, Instant> ended,
            DueIndex due,
            KeyValueStore<String, Instant> fullAccounts) {

        Outcome apply(CallFact fact) {
            var now = desk.now();
            var key = new CallKey(fact.account(), fact.callId());
            var known = calls.get(key);
            boolean over = known == null && ended.get(key) != null;
            var before = desk.standing(fact.account());
            var decision = CallRules.decide(before, known, over, fact, now);
            keep(key, known, decision.state(), now);
            desk.keep(fact.account(), before, decision.state().standing(), now);
            desk.send(fact.account(), decision.outputs());
            return decision.state().outcome();
        }

        private void keep(CallKey key, @Nullable LiveCall known, CallStep step, Instant now) {
            if (step.outcome() == Outcome.CLOSED) {
                calls.delete(key);
                var until = now.plus(Stores.ENDS_REMEMBERED);
                ended.put(key, until);
                due.add(new Due(until, ENDED, key.text()));
            } else if (step.call() != null && !Objects.equals(step.call(), known)) {
                calls.put(key, step.call());
            }
        }

        void tick(long nowMillis) {
            var now = Instant.ofEpochMilli(nowMillis);
            renew(now);
            due.take(now, MOST_AT_ONCE).forEach(past -> ended.delete(CallKey.of(past.id())));
        }

        private void renew(Instant now) {
            List<String> outdated = new ArrayList<>();
            try (var all = fullAccounts.all()) {
                all.forEachRemaining(full -> {
                    if (!full.value.plus(Effects.FULL_RENEWED).isAfter(now)) {
                        outdated.add(full.key);
                    }
                });
            }
            for (var account : outdated) {
                fullAccounts.put(account, now);
                desk.send(account, Effects.fullEntry(account, now));
            }
        }
    }
}
