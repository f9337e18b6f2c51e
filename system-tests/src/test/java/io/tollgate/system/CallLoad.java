package io.tollgate.system;

import io.tollgate.phone.Call;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Calls at a steady rate, whatever becomes of them; each is hung up by its caller some time after its answer. On a thread
 * of its own; what it has done so far may be asked by another.
 */
final class CallLoad implements AutoCloseable {

    private static final Duration WINDING_DOWN = Duration.ofMinutes(2);

    private final Supplier<Phone> phone;
    private final Supplier<String> account;
    private final Supplier<Duration> length;
    private final Queue<PlacedCall> calls = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private ScheduledFuture<?> ticking;

    /**
     * Calls that are not made yet.
     *
     * @param phone asked for each call
     * @param account whose the next call is
     * @param length of the next call from its answer
     */
    CallLoad(Supplier<Phone> phone, Supplier<String> account, Supplier<Duration> length) {
        this.phone = phone;
        this.account = account;
        this.length = length;
    }

    void start(int callsPerSecond) {
        ticking = clock.scheduleAtFixedRate(this::call, 0, 1_000_000 / callsPerSecond, TimeUnit.MICROSECONDS);
    }

    private void call() {
        PlacedCall call = phone.get().invite(Dial.to(Cast.LOCAL).from(account.get()));
        calls.add(call);
        long millis = length.get().toMillis();
        call.answered().thenRun(() -> clock.schedule(() -> hangUp(call), millis, TimeUnit.MILLISECONDS));
    }

    private static void hangUp(PlacedCall call) {
        if (call.live()) {
            call.hangUp();
        }
    }

    /** Calls that are up now. */
    long live() {
        return calls.stream().filter(Call::live).count();
    }

    int placed() {
        return calls.size();
    }

    /** Places no more, and waits until all are over; gives them. */
    List<PlacedCall> finish() {
        ticking.cancel(false);
        List<PlacedCall> all = List.copyOf(calls);
        Await.until(
                "all calls to end",
                WINDING_DOWN,
                () -> all.stream().allMatch(call -> call.ended().isDone()),
                () -> all.stream()
                        .filter(call -> !call.ended().isDone())
                        .map(Call::describe)
                        .findFirst());
        return all;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
