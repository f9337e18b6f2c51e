package io.tollgate.enforcement.processor;

import io.tollgate.Account;
import io.tollgate.enforcement.backlog.IdlePoll;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.call.Vouch;
import io.tollgate.enforcement.contract.AccountInput;
import io.tollgate.enforcement.store.AccountForms;
import io.tollgate.enforcement.store.EarlyRecord;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The owner of accounts: all that concerns one comes here, its calls' events and who vouches for them, its settings,
 * its money. One processor for all, since what it knows of the money of running calls is in memory only.
 */
public final class AccountProcessor implements Processor<byte[], Inlet, byte[], Emission> {

    private static final Duration LOOK = IdlePoll.BEAT;
    private static final Duration TIDY = IdlePoll.BEAT.multipliedBy(2);

    private final Surroundings surroundings;
    private final List<String> within;
    private final Deserializer<Account> deserializer;
    private final Ticking ticking = new Ticking();
    private @Nullable Work work;

    /**
     * @param within the topics within by which the same tasks get what concerns accounts, beside their calls' events
     */
    public AccountProcessor(Surroundings surroundings, List<String> within) {
        this.surroundings = surroundings;
        this.within = List.copyOf(within);
        this.deserializer = AccountForms.settings(surroundings.registry()).deserializer();
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        var outbox = new Outbox(context, surroundings);
        BooleanSupplier upToDate = upToDate(context);
        var desk = new AccountDesk(context, new AccountOutbox(outbox, surroundings.metrics()), upToDate);
        var adjustments = new AdjustmentDesk(context, desk, outbox, surroundings);
        var leases = new LeaseDesk(context, desk, surroundings);
        work = new Work(context, desk, adjustments, leases, context.getStateStore(Stores.SETTINGS));
        ticking.every(
                LOOK, context, whenRead(upToDate, now -> surroundings.metrics().looked(desk.look(now))));
        ticking.every(TIDY, context, whenRead(upToDate, desk::tidy));
        // Always: a lease does not run while this task has not read what there is, and it has to know for how long.
        ticking.every(TIDY, context, now -> leases.tick(now, upToDate.getAsBoolean()));
    }

    /** Nothing is decided by the clock before all is read that lay there. */
    private BooleanSupplier upToDate(ProcessorContext<byte[], Emission> context) {
        var inputs = new ArrayList<>(List.of(Topics.CALL_EVENTS.name()));
        within.forEach(name -> inputs.add(Inputs.within(context, name)));
        return () -> Inputs.areRead(context, surroundings.backlog(), inputs);
    }

    private static Consumer<Instant> whenRead(BooleanSupplier upToDate, Consumer<Instant> tick) {
        return now -> {
            if (upToDate.getAsBoolean()) {
                tick.accept(now);
            }
        };
    }

    @Override
    public void process(Record<byte[], Inlet> input) {
        if (work == null) {
            throw new IllegalStateException("not initialised");
        }
        var account = new String(input.key(), StandardCharsets.UTF_8);
        if (input.value() instanceof Inlet.Event event) {
            hear(work, event.fact());
            return;
        }
        var at = Instant.ofEpochMilli(input.timestamp());
        if (input.value() instanceof Inlet.Settings settings) {
            provision(work, account, settings.encoded(), at);
        } else if (input.value() instanceof Inlet.Vouched vouched) {
            vouch(work, vouched.vouch());
        } else if (input.value() instanceof Inlet.Adjustment adjustment) {
            work.adjustments.adjust(account, new EarlyRecord(adjustment.received(), input.headers()), at);
        }
        Inputs.processed(work.context, surroundings.backlog());
    }

    @Override
    public void close() {
        ticking.stop();
        if (work != null) {
            work.leases.close();
        }
    }

    private void hear(Work open, CallFact fact) {
        var owner = open.desk.<@Nullable Owner>turn(fact.account(), turn -> {
            surroundings.metrics().callEvent(turn.hear(fact));
            return turn.owner();
        });
        if (owner != null) {
            open.leases.heardOf(owner, Instant.ofEpochMilli(open.context.currentSystemTimeMs()));
        }
    }

    private void vouch(Work open, Vouch vouch) {
        if (open.desk.turn(vouch.account(), turn -> turn.vouch(vouch.callId(), vouch.owner()))) {
            surroundings.metrics().callMoved();
            open.leases.heardOf(vouch.owner(), Instant.ofEpochMilli(open.context.currentSystemTimeMs()));
        }
    }

    private void provision(Work open, String account, byte @Nullable [] encoded, Instant at) {
        var settings = surroundings.patience().retry(() -> deserializer.deserialize(Topics.ACCOUNTS.name(), encoded));
        // The store of the contract's records may ask the registry for a schema when it writes the first.
        surroundings.patience().untilDone(() -> open.settings.put(account, settings));
        open.desk.turn(account, turn -> {
            turn.provision(settings == null ? null : AccountInput.terms(settings), at);
            return turn;
        });
        if (settings != null) {
            open.adjustments.applyEarly(account, at);
        }
    }

    /** What there is once a task is open. */
    private record Work(
            ProcessorContext<byte[], Emission> context,
            AccountDesk desk,
            AdjustmentDesk adjustments,
            LeaseDesk leases,
            KeyValueStore<String, Account> settings) {}
}
