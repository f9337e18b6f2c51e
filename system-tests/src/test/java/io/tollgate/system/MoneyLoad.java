package io.tollgate.system;

import io.tollgate.BalanceAdjustment;
import io.tollgate.phone.Call;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Calls of some seconds and small top-ups, in random order from a seed, that go on whatever is stopped meanwhile; and a
 * book of every top-up. Some are written twice, as a biller does that is not sure. Runs on a thread of its own; what it has
 * done so far may be asked by another.
 */
final class MoneyLoad implements AutoCloseable {

    private static final long PAUSE_MILLIS = 150;
    private static final int BURST = 10;
    private static final int LONGEST_CALL_MILLIS = 4_000;
    private static final long PATIENT_MILLIS = 15_000;
    private static final Duration WINDING_DOWN = Duration.ofMinutes(1);

    private final Billing billing;
    private final Supplier<Phone> phone;
    private final List<String> accounts;
    private final long smallestTopUp;
    private final Random random;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final List<PlacedCall> calls = new ArrayList<>();
    private final Map<String, Long> paidIn = new HashMap<>();
    private Future<?> ticking;

    /**
     * A load that is not on yet.
     *
     * @param phone asked for each call
     */
    MoneyLoad(Billing billing, Supplier<Phone> phone, List<String> accounts, long smallestTopUp, long seed) {
        this.billing = billing;
        this.phone = phone;
        this.accounts = List.copyOf(accounts);
        this.smallestTopUp = smallestTopUp;
        this.random = new Random(seed);
    }

    void start() {
        ticking = clock.scheduleWithFixedDelay(this::tick, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        placeCall(pick(), random.nextInt(LONGEST_CALL_MILLIS));
        if (random.nextBoolean()) {
            topUp(pick(), random.nextInt(5) == 0);
        }
    }

    private String pick() {
        return accounts.get(random.nextInt(accounts.size()));
    }

    private void placeCall(String account, int millis) {
        PlacedCall call = phone.get().invite(Dial.to(Cast.LOCAL).from(account));
        synchronized (calls) {
            calls.add(call);
        }
        call.answered().thenRun(() -> clock.schedule(() -> hangUp(call), millis, TimeUnit.MILLISECONDS));
        clock.schedule(() -> giveUp(call), PATIENT_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Nobody waits for ever for a gateway that died between a 100 and its answer. */
    private static void giveUp(PlacedCall call) {
        if (!call.answered().isDone() && !call.ended().isDone()) {
            call.cancel();
        }
    }

    private static boolean isOver(PlacedCall call) {
        return call.ended().isDone() || !call.answered().isDone();
    }

    private static void hangUp(PlacedCall call) {
        if (call.live()) {
            call.hangUp();
        }
    }

    private void topUp(String account, boolean twice) {
        BalanceAdjustment adjustment = topUp(account);
        if (twice) {
            billing.adjust(adjustment);
        }
        billing.adjust(adjustment);
    }

    /** One more, in the book, to be written. */
    private BalanceAdjustment topUp(String account) {
        synchronized (paidIn) {
            long amount = smallestTopUp + paidIn.getOrDefault(account, 0L) % 997;
            paidIn.merge(account, amount, Long::sum);
            return Billing.adjustment(account, amount).build();
        }
    }

    /** Counts money that was paid in before the load began. */
    void paidBefore(String account, long amount) {
        synchronized (paidIn) {
            paidIn.merge(account, amount, Long::sum);
        }
    }

    /** Many top-ups at once for each account; gives where they lie when Kafka has the last. */
    List<RecordMetadata> burst() {
        List<BalanceAdjustment> topUps = new ArrayList<>();
        for (int i = 0; i < BURST; i++) {
            accounts.forEach(account -> topUps.add(topUp(account)));
        }
        return billing.adjust(topUps);
    }

    /** Calls that are up now. */
    List<PlacedCall> live() {
        synchronized (calls) {
            return calls.stream().filter(Call::live).toList();
        }
    }

    /** Every top-up, by account, each counted once. */
    Map<String, Long> paidIn() {
        synchronized (paidIn) {
            return Map.copyOf(paidIn);
        }
    }

    /** Places no more calls and waits until all have ended; gives them. */
    List<PlacedCall> finish() {
        ticking.cancel(false);
        List<PlacedCall> all;
        synchronized (calls) {
            all = List.copyOf(calls);
        }
        Await.until(
                "all calls to end",
                WINDING_DOWN,
                () -> all.stream().allMatch(MoneyLoad::isOver),
                () -> all.stream()
                        .filter(call -> !isOver(call))
                        .map(Call::describe)
                        .findFirst());
        return all;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
