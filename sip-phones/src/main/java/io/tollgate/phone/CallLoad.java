package io.tollgate.phone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Calls on schedule: the next one is placed when its time has come, whether or not the last ones were answered, so that
 * a slow system shows as delay and not as a slower load.
 *
 * <p>Set up by one thread; once started, safe for use by several. All calls come from one phone and its one thread.
 */
public final class CallLoad {
    private static boolean warm;

    private final Phone phone;
    private final int calls;
    private double perSecond = 100;
    private int users = 1_000;
    private IntFunction<String> to = number -> "49301%06d".formatted(number);
    private @Nullable Duration holding;

    private final List<PlacedCall> placed = new ArrayList<>();
    private final CompletableFuture<Void> allPlaced = new CompletableFuture<>();
    private long sentBefore;
    private long receivedBefore;

    private CallLoad(Phone phone, int calls) {
        this.phone = phone;
        this.calls = calls;
    }

    /** That many calls from this phone. */
    public static CallLoad of(Phone phone, int calls) {
        return new CallLoad(phone, calls);
    }

    /**
     * Lets two phones call each other until this JVM has compiled what phones run, some seconds once: a cold phone is late
     * with its first hundreds of calls, and what is late is sent again.
     */
    public static void warmUp() {
        synchronized (CallLoad.class) {
            if (!warm) {
                try (Phone callee = Phone.of("warm").remembered(100).open();
                        Phone caller = Phone.of("warm")
                                .remembered(100)
                                .proxy(callee.hop())
                                .open()) {
                    CallLoad.of(caller, 600)
                            .perSecond(200)
                            .holding(Duration.ZERO)
                            .start()
                            .awaitEnded(Duration.ofMinutes(1));
                }
                warm = true;
            }
        }
    }

    /** Calls a second; default 100. */
    public CallLoad perSecond(double rate) {
        perSecond = rate;
        return this;
    }

    /** From that many users in turn, u0000, u0001, ...; default 1,000. */
    public CallLoad users(int count) {
        users = count;
        return this;
    }

    /** What the n-th call dials; default another number for each. */
    public CallLoad to(IntFunction<String> number) {
        to = number;
        return this;
    }

    /** The caller hangs up so long after the answer; default: not before {@link #hangUpAll}. */
    public CallLoad holding(Duration time) {
        holding = time;
        return this;
    }

    /** Begins to place calls; returns at once. */
    public CallLoad start() {
        sentBefore = phone.transcript().repeatsSent();
        receivedBefore = phone.transcript().repeatsReceived();
        Loop loop = phone.agent().endpoint().loop();
        long startNanos = System.nanoTime();
        loop.execute(() -> placeFrom(0, startNanos, loop));
        return this;
    }

    private void placeFrom(int first, long startNanos, Loop loop) {
        long now = System.nanoTime();
        int next = first;
        while (next < calls && due(next, startNanos) - now <= 0) {
            place(next++, loop);
        }
        if (next == calls) {
            allPlaced.complete(null);
        } else {
            int from = next;
            loop.scheduleAt(due(next, startNanos), () -> placeFrom(from, startNanos, loop));
        }
    }

    private long due(int number, long startNanos) {
        return startNanos + (long) (number * 1e9 / perSecond);
    }

    private void place(int number, Loop loop) {
        PlacedCall call = phone.invite(Dial.to(to.apply(number)).from("u%04d".formatted(number % users)));
        synchronized (placed) {
            placed.add(call);
        }
        Duration hold = holding;
        if (hold != null) {
            call.answered().thenRun(() -> loop.schedule(hold, call::hangUp));
        }
    }

    /** The calls placed so far, in order. */
    public List<PlacedCall> calls() {
        synchronized (placed) {
            return List.copyOf(placed);
        }
    }

    /** The calls that are answered and not ended. */
    public List<PlacedCall> live() {
        return calls().stream().filter(Call::live).toList();
    }

    /** Waits until every call was placed and each is answered or has ended. */
    public CallLoad awaitAnswered(Duration within) {
        return await(
                "every call to be answered or to end",
                within,
                call -> CompletableFuture.anyOf(call.answered(), call.ended()));
    }

    /** Waits until every call was placed and has ended. */
    public CallLoad awaitEnded(Duration within) {
        return await("every call to end", within, Call::ended);
    }

    /** Sends BYE in every live call; returns at once. */
    public CallLoad hangUpAll() {
        live().forEach(Call::hangUp);
        return this;
    }

    /** What has become of the calls so far. */
    public LoadResult result() {
        return LoadResult.of(
                calls(),
                phone.transcript().repeatsSent() - sentBefore,
                phone.transcript().repeatsReceived() - receivedBefore);
    }

    private CallLoad await(
            String what, Duration within, java.util.function.Function<PlacedCall, CompletableFuture<?>> of) {
        long deadline = System.nanoTime() + within.toNanos();
        wait(what, allPlaced, deadline);
        Stream<CompletableFuture<?>> all = calls().stream().map(of);
        wait(what, CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)), deadline);
        return this;
    }

    private void wait(String what, CompletableFuture<?> future, long deadline) {
        try {
            future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            String stuck = calls().stream()
                    .filter(call -> !call.ended().isDone())
                    .findFirst()
                    .map(Call::describe)
                    .orElse("none");
            throw new NotSeen("waited in vain for " + what + ": " + result() + "; one that has not ended: " + stuck);
        } catch (ExecutionException e) {
            throw new IllegalStateException("these futures never fail", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSeen("interrupted while waiting for " + what);
        }
    }
}
