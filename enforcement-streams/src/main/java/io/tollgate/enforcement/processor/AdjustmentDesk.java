package io.tollgate.enforcement.processor;

import io.tollgate.BalanceAdjustment;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.failure.Rejection;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.store.CallKey;
import io.tollgate.enforcement.store.EarlyRecord;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** Brings money to its account, once. What comes before its account waits for it. Belongs to one task. */
final class AdjustmentDesk {

    /** Where the accounts are. */
    interface Accounts {
        AccountStanding standing(String account);

        /** Money comes or goes; false, and nothing else, if the sum would be no amount. */
        boolean adjust(String account, Money amount, Instant at);
    }

    /** What became of an adjustment. */
    private enum Outcome {
        APPLIED,
        DUPLICATE,
        EARLY,
        REJECTED
    }

    private final Accounts accounts;
    private final Outbox outbox;
    private final Surroundings surroundings;
    private final AvroDeserializer<BalanceAdjustment> deserializer;
    private final KeyValueStore<CallKey, Instant> applied;
    private final KeyValueStore<CallKey, EarlyRecord> early;

    AdjustmentDesk(
            ProcessorContext<byte[], Emission> context, Accounts accounts, Outbox outbox, Surroundings surroundings) {
        this.accounts = accounts;
        this.outbox = outbox;
        this.surroundings = surroundings;
        this.deserializer = AvroDeserializer.strict(BalanceAdjustment.class, surroundings.registry());
        this.applied = context.getStateStore(Stores.ADJUSTMENTS);
        this.early = context.getStateStore(Stores.EARLY_ADJUSTMENTS);
    }

    /**
     * An adjustment has come.
     *
     * @param at its record's instant
     */
    void adjust(String account, EarlyRecord received, Instant at) {
        if (accounts.standing(account).provision() != Provision.PROVISIONED) {
            // By its place: one that comes twice may differ, and is judged by itself.
            early.put(new CallKey(account, Rejection.place(received.headers())), received);
            surroundings.metrics().adjustment(Outcome.EARLY);
            return;
        }
        surroundings.metrics().adjustment(apply(account, received, at));
    }

    /**
     * The account was set up.
     *
     * @param at when
     */
    void applyEarly(String account, Instant at) {
        List<KeyValue<CallKey, EarlyRecord>> waiting = new ArrayList<>();
        try (var scan = early.prefixScan(account, CallKey.PREFIX)) {
            scan.forEachRemaining(waiting::add);
        }
        for (var entry : waiting) {
            early.delete(entry.key);
            surroundings.metrics().adjustment(apply(account, entry.value, at));
        }
    }

    private Outcome apply(String account, EarlyRecord received, Instant at) {
        var adjustment = surroundings
                .patience()
                .retry(() -> deserializer.deserialize(Topics.BALANCE_ADJUSTMENTS.name(), received.value()));
        if (adjustment == null) {
            throw new IllegalStateException("an adjustment without a value has passed the door");
        }
        var key = new CallKey(account, adjustment.getAdjustmentId());
        if (applied.get(key) != null) {
            return Outcome.DUPLICATE;
        }
        var currency = accounts.standing(account).terms().payment().currency();
        if (adjustment.getCurrency() != null && !adjustment.getCurrency().equals(currency)) {
            return reject(account, received, "currency is not the account's");
        }
        var amount = new Money(adjustment.getAmount());
        if (!accounts.adjust(account, amount, at)) {
            return reject(account, received, "amount: overflow, the balance would be more than 64 bits hold");
        }
        applied.put(key, adjustment.getAt());
        return Outcome.APPLIED;
    }

    private Outcome reject(String account, EarlyRecord received, String detail) {
        outbox.reject(account, received.value(), Rejection.because(received.headers(), detail));
        return Outcome.REJECTED;
    }
}
