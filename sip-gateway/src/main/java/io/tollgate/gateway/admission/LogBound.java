package io.tollgate.gateway.admission;

import java.net.InetAddress;

/**
 * Bounds what a stranger can have logged, or told to all gateways: a few lines at once and one each second for a source, ten for all. What is left
 * out is counted and told with the next line.
 *
 * <p>Safe for all threads. Times are microseconds of any clock that never goes back.
 */
public final class LogBound {
    private final AttemptRates rates;
    private long untold;

    public LogBound(long seed) {
        this.rates = new AttemptRates(new AttemptRates.Bound(1, 5, 10), seed);
    }

    /** How many lines were left out since the last one; -1: this one is to be left out too. */
    public synchronized long take(InetAddress source, long nowMicros) {
        if (!rates.take(source, nowMicros)) {
            untold++;
            return -1;
        }
        long before = untold;
        untold = 0;
        return before;
    }
}
