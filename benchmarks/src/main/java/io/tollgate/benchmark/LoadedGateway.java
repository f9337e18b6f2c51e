package io.tollgate.benchmark;

import io.tollgate.benchmark.lean.LeanCallers;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A gateway under a load of calls, and what that costs it. For one thread. */
final class LoadedGateway {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * @param idleMillisPerSecond processor time while nobody calls, for pings and heartbeats
     * @param millisForCall processor time that one call more takes, beyond that
     */
    record Cost(double idleMillisPerSecond, double millisForCall, Percentiles setUp) {}

    private final TollgateProcess process;
    private final int rate;
    private final int seconds;

    LoadedGateway(TollgateProcess process, int rate, int seconds) {
        this.process = process;
        this.rate = rate;
        this.seconds = seconds;
    }

    /**
     * Has so many calls more placed, and waits until all are answered, and ended if they are.
     *
     * @param hold how long each lives; null: they stay
     */
    LeanCallers.Tally load(LeanCallers callers, int count, double perSecond, @Nullable Duration hold) {
        callers.tally();
        callers.place(Math.max(0, count), perSecond, hold).join();
        awaitSettled(callers);
        LeanCallers.Tally tally = callers.tally();
        if (tally.answered() < tally.placed() || tally.lost() > 0) {
            System.out.println("not all went well: " + tally.faults());
        }
        return tally;
    }

    void awaitSettled(LeanCallers callers) {
        Await.until("all requests to be answered", PATIENCE, callers::open, open -> open == 0);
    }

    /** What is reachable now; costs a full collection. */
    LiveHeap heap() {
        return LiveHeap.of(process.pid());
    }

    long residentBytes() {
        return Gauges.residentBytes(process.pid());
    }

    /** Looks on for a while, and then has calls placed, each held for so long. */
    Cost cost(LeanCallers callers, Duration hold) {
        Duration idle =
                spent(() -> LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos()));
        double idlePerNano = idle.toNanos() / (seconds * 1e9);
        long startNanos = System.nanoTime();
        LeanCallers.Tally[] tally = new LeanCallers.Tally[1];
        Duration busy = spent(() -> tally[0] = load(callers, rate * seconds, rate, hold));
        double own = busy.toNanos() - idlePerNano * (System.nanoTime() - startNanos);
        return new Cost(idlePerNano * 1_000, own / 1e6 / tally[0].answered(), new Percentiles(tally[0].setUps()));
    }

    private Duration spent(Runnable work) {
        Duration before = process.processorTime();
        work.run();
        return process.processorTime().minus(before);
    }
}
