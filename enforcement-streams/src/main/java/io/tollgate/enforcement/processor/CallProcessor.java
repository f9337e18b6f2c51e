package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.account.CallRules;
import io.tollgate.enforcement.account.CallStep;
import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.account.Effects;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.Stores;
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
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/** Brings each call event to its account and its call, and keeps full accounts refused. */
public final class CallProcessor implements Processor<byte[], CallFact, byte[], Emission> {

    private static final Duration LOOK = Duration.ofMillis(250);
    private static final byte[] OVER = {1};

    private final Surroundings surroundings;
    private @Nullable Work work;

    public CallProcessor(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        var started = new Work(
                new AccountDesk(context, surroundings),
                context.getStateStore(Stores.CALLS),
                context.getStateStore(Stores.ENDED_CALLS),
                context.getStateStore(Stores.FULL_ACCOUNTS));
        context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, started::renew);
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
            WindowStore<CallKey, byte[]> ended,
            KeyValueStore<String, Instant> fullAccounts) {

        Outcome apply(CallFact fact) {
            var now = desk.now();
            var key = new CallKey(fact.account(), fact.callId());
            var known = calls.get(key);
            boolean over = known == null && isOver(key, now);
            var before = desk.standing(fact.account());
            var decision = CallRules.decide(before, known, over, fact, now);
            keep(key, known, decision.state(), now);
            desk.keep(fact.account(), before, decision.state().standing(), now);
            desk.send(fact.account(), decision.outputs());
            return decision.state().outcome();
        }

        private boolean isOver(CallKey key, Instant now) {
            // A clock that was set back must not make an end forgotten: look a little ahead too.
            var remembered = Stores.ENDS_REMEMBERED;
            try (var ends = ended.fetch(key, now.minus(remembered), now.plus(remembered))) {
                return ends.hasNext();
            }
        }

        private void keep(CallKey key, @Nullable LiveCall known, CallStep step, Instant now) {
            if (step.outcome() == Outcome.CLOSED) {
                calls.delete(key);
                ended.put(key, OVER, now.toEpochMilli());
            } else if (step.call() != null && !Objects.equals(step.call(), known)) {
                calls.put(key, step.call());
            }
        }

        void renew(long nowMillis) {
            var now = Instant.ofEpochMilli(nowMillis);
            List<String> due = new ArrayList<>();
            try (var all = fullAccounts.all()) {
                all.forEachRemaining(full -> {
                    if (!full.value.plus(Effects.FULL_RENEWED).isAfter(now)) {
                        due.add(full.key);
                    }
                });
            }
            for (var account : due) {
                fullAccounts.put(account, now);
                desk.send(account, Effects.fullEntry(account, now));
            }
        }
    }
}
