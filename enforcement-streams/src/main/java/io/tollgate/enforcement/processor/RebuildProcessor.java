package io.tollgate.enforcement.processor;

import io.tollgate.Account;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.account.SettingsRules;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.enforcement.backlog.IdlePoll;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.contract.AccountInput;
import io.tollgate.enforcement.rating.Cost;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.store.AccountForms;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.DueIndex;
import io.tollgate.enforcement.store.DueIndex.Due;
import io.tollgate.enforcement.store.EarlyRecord;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Makes up accounts anew from their settings, the adjustments and what their calls cost, with the calls that still live
 * counted in. Decides nothing and tells nobody: what it forwards goes nowhere.
 */
public final class RebuildProcessor implements Processor<byte[], Inlet, byte[], Emission> {

    private static final Duration SOON = IdlePoll.BEAT;

    private final Surroundings surroundings;
    private final IntConsumer counted;
    private final Deserializer<Account> deserializer;
    private final Ticking ticking = new Ticking();
    private @Nullable Work work;

    /**
     * @param counted told each partition whose live calls are counted in
     */
    public RebuildProcessor(Surroundings surroundings, IntConsumer counted) {
        this.surroundings = surroundings;
        this.counted = counted;
        this.deserializer = AccountForms.settings(surroundings.registry()).deserializer();
    }

    @Override
    public void init(ProcessorContext<byte[], Emission> context) {
        var books = new Books(context);
        var opened =
                new Work(books, new AdjustmentDesk(context, books, new Outbox(context, surroundings), surroundings));
        work = opened;
        // Not here: what is stored before the first record or tick is not committed for itself.
        ticking.every(SOON, context, now -> {
            if (books.countLiveCalls()) {
                counted.accept(context.taskId().partition());
            }
        });
    }

    @Override
    public void process(Record<byte[], Inlet> input) {
        if (work == null) {
            throw new IllegalStateException("not initialised");
        }
        var account = new String(input.key(), StandardCharsets.UTF_8);
        var at = Instant.ofEpochMilli(input.timestamp());
        if (input.value() instanceof Inlet.Recorded recorded) {
            work.books.record(account, recorded.cost());
        } else if (input.value() instanceof Inlet.Adjustment adjustment) {
            work.adjustments.adjust(account, new EarlyRecord(adjustment.received(), input.headers()), at);
        } else if (input.value() instanceof Inlet.Settings settings) {
            provision(work, account, settings.encoded(), at);
        }
    }

    @Override
    public void close() {
        ticking.stop();
    }

    private void provision(Work open, String account, byte @Nullable [] encoded, Instant at) {
        var settings = surroundings.patience().retry(() -> deserializer.deserialize(Topics.ACCOUNTS.name(), encoded));
        surroundings.patience().untilDone(() -> open.books.settings.put(account, settings));
        var before = open.books.standing(account);
        open.books.keep(
                account,
                settings == null
                        // That may be all that is left of one who was set up once.
                        ? before.provisioned(Provision.FORGOTTEN, Terms.UNLIMITED)
                        : SettingsRules.provisioned(before, AccountInput.terms(settings)));
        if (settings != null) {
            open.adjustments.applyEarly(account, at);
        }
    }

    /** What there is once a task is open. */
    private record Work(Books books, AdjustmentDesk adjustments) {}

    /** Standings without a turn: sums alone. */
    private static final class Books implements AdjustmentDesk.Accounts {
        private final KeyValueStore<String, AccountStanding> standings;
        private final KeyValueStore<String, Account> settings;
        private final KeyValueStore<CallKey, LiveCall> calls;
        private final KeyValueStore<CallKey, Cost> costs;
        private final DueIndex looks;
        private boolean isCounted;

        Books(ProcessorContext<byte[], Emission> context) {
            standings = context.getStateStore(Stores.STANDINGS);
            settings = context.getStateStore(Stores.SETTINGS);
            calls = context.getStateStore(Stores.CALLS);
            costs = context.getStateStore(Stores.RECORDED_COSTS);
            looks = new DueIndex(context.getStateStore(Stores.LOOKS_DUE));
        }

        @Override
        public AccountStanding standing(String account) {
            var known = standings.get(account);
            return known != null ? known : AccountStanding.UNKNOWN;
        }

        @Override
        public boolean adjust(String account, Money amount, Instant at) {
            var before = standing(account);
            if (!before.purse().canAdjust(amount)) {
                return false;
            }
            standings.put(account, before.with(before.purse().adjusted(amount)));
            return true;
        }

        void record(String account, Cost cost) {
            var key = new CallKey(account, cost.callId());
            if (calls.get(key) != null) {
                // It was taken for lost, and lives again: its cost is counted with the live calls'.
                return;
            }
            var known = costs.get(key);
            boolean isNothing = known == null && cost.amount().isZero();
            if (isNothing || known != null && known.revision() >= cost.revision()) {
                return;
            }
            costs.put(key, cost);
            var before = standing(account);
            var purse = before.purse().adjusted(known == null ? Money.ZERO : known.amount());
            standings.put(account, before.with(purse.adjusted(Money.ZERO.minus(cost.amount()))));
        }

        /** To be looked at by the service first of all. */
        void keep(String account, AccountStanding standing) {
            standings.put(account, standing.rebuilt());
            looks.add(new Due(Instant.EPOCH, AccountDesk.LOOK, account));
        }

        /** Whether it has done so now, for the first time. */
        boolean countLiveCalls() {
            if (isCounted) {
                return false;
            }
            Map<String, List<LiveCall>> live = new LinkedHashMap<>();
            try (var all = calls.all()) {
                all.forEachRemaining(entry -> live.computeIfAbsent(entry.key.account(), name -> new ArrayList<>())
                        .add(entry.value));
            }
            live.forEach((account, running) -> keep(account, standing(account).counting(running)));
            isCounted = true;
            return true;
        }
    }
}
