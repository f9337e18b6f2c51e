package io.tollgate.gateway.wire;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this thread allocates and how long it works, against bounds that grow with the input and no faster. */
public record Cost(long bytes, long cpuNanos) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long BYTES_AT_ALL = 256 << 10;
    private static final long BYTES_FOR_EACH = 256;
    private static final long NANOS_AT_ALL = 500_000_000;
    private static final long NANOS_FOR_EACH = 20_000;

    /** Fails where a task costs too much for so many bytes of input, twice: the first time classes may be loaded. */
    public static void bounded(int input, Runnable task) {
        Cost first = of(task);
        Cost cost = first.within(input) ? first : of(task);
        if (!cost.within(input)) {
            throw new AssertionError(cost + " for " + input + " bytes of input");
        }
    }

    private static Cost of(Runnable task) {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long worked = THREADS.getCurrentThreadCpuTime();
        task.run();
        return new Cost(
                THREADS.getCurrentThreadAllocatedBytes() - allocated, THREADS.getCurrentThreadCpuTime() - worked);
    }

    private boolean within(int input) {
        return bytes <= BYTES_AT_ALL + BYTES_FOR_EACH * input && cpuNanos <= NANOS_AT_ALL + NANOS_FOR_EACH * input;
    }
}
