package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.AccountTurn;
import io.tollgate.enforcement.account.Effects;
import io.tollgate.enforcement.rating.ListedRate;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.Tariffs;
import io.tollgate.enforcement.store.DueIndex;
import io.tollgate.enforcement.store.DueIndex.Due;
import io.tollgate.enforcement.store.Stores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Where a task's accounts are kept, and where each has its turn. Belongs to one task. */
final class AccountDesk implements AdjustmentDesk.Accounts {

    private static final int MOST_AT_ONCE = 5_000;

    /** About a kilobyte each. */
    private static final int MOST_SMALL_WATCHES = 4_096;

    /** In the index of looks: an account is to be looked at. */
    static final char LOOK = 'L';

    private final ProcessorContext<byte[], Emission> context;
    private final AccountOutbox outbox;
    private final BooleanSupplier upToDate;
    private final KeyValueStore<String, AccountStanding> standings;
    private final KeyValueStore<String, Instant> fullAccounts;
    private final DueIndex looks;
    private final StoredCalls calls;
    private final Tariffs tariffs;
    private final Watches watches = new Watches(MOST_SMALL_WATCHES);

    /** @param upToDate whether all is read that lay there */
    AccountDesk(ProcessorContext<byte[], Emission> context, AccountOutbox outbox, BooleanSupplier upToDate) {
        this.context = context;
        this.outbox = outbox;
        this.upToDate = upToDate;
        this.standings = context.getStateStore(Stores.STANDINGS);
        this.fullAccounts = context.getStateStore(Stores.FULL_ACCOUNTS);
        this.looks = new DueIndex(context.getStateStore(Stores.LOOKS_DUE));
        this.calls = new StoredCalls(
                context.getStateStore(Stores.CALLS),
                context.getStateStore(Stores.ENDED_CALLS),
                context.getStateStore(Stores.LOST_CALLS),
                new DueIndex(context.getStateStore(Stores.CALLS_DUE)));
        ReadOnlyKeyValueStore<String, ListedRate> rates = context.getStateStore(Stores.RATES);
        this.tariffs = Tariffs.of(key -> {
            var listed = rates.get(key);
            return listed == null ? null : listed.terms();
        });
    }

    @Override
    public boolean adjust(String account, Money amount, Instant at) {
        return turn(account, turn -> turn.adjust(amount, at));
    }

    @Override
    public AccountStanding standing(String account) {
        var known = standings.get(account);
        return known != null ? known : AccountStanding.UNKNOWN;
    }

    /** Gives an account its turn with one input, and keeps and sends what follows. */
    <T extends @Nullable Object> T turn(String account, Function<AccountTurn, T> input) {
        var now = Instant.ofEpochMilli(context.currentSystemTimeMs());
        var before = standing(account);
        var turn =
                new AccountTurn(account, before, watches.get(account), calls.of(account, now), tariffs, now, upToDate);
        T result = input.apply(turn);
        keep(account, before, turn.standing(), now);
        watches.keep(account, turn.watch());
        outbox.send(account, turn.outputs());
        return result;
    }

    /** Keeps a standing; one that says no more than that of any unknown account needs no place. */
    private void keep(String account, AccountStanding before, AccountStanding after, Instant now) {
        if (!after.equals(before)) {
            standings.put(account, after.equals(AccountStanding.UNKNOWN) ? null : after);
        }
        boolean isSaidAgain = before.isRebuilt() && !after.isRebuilt();
        if (after.isFull() && (isSaidAgain || !before.isFull())) {
            fullAccounts.put(account, now);
        } else if (!after.isFull() && (isSaidAgain || before.isFull())) {
            fullAccounts.delete(account);
        }
        if (!Objects.equals(after.lookAt(), before.lookAt())) {
            if (before.lookAt() != null) {
                looks.remove(new Due(before.lookAt(), LOOK, account));
            }
            if (after.lookAt() != null) {
                looks.add(new Due(after.lookAt(), LOOK, account));
            }
        }
    }

    /** Looks at the accounts whose money may soon be gone; yields how many they were. */
    int look(Instant now) {
        int looked = 0;
        for (var due : looks.take(now, MOST_AT_ONCE)) {
            if (due.at().equals(standing(due.id()).lookAt())) {
                looked++;
                turn(due.id(), turn -> {
                    turn.look();
                    return turn;
                });
            }
        }
        return looked;
    }

    /** Keeps full accounts refused, and forgets calls that have long been over. */
    void tidy(Instant now) {
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
            outbox.send(account, Effects.fullEntry(account, now));
        }
        calls.forget(now);
    }
}
