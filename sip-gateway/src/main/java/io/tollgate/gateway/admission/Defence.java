package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.Network;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * What strangers on the open network may cost: bounds for each source (an IPv4 address, an IPv6 /64), and who gets no
 * answer at all. Immutable.
 *
 * @param requestsPerSecond requests of one source that begin something and that nobody accepted, in the long run
 * @param requestsBurst likewise, at once
 * @param failuresPerMinute failed authentications of one source in the long run
 * @param failuresBurst likewise, at once
 * @param block how long a source over its bounds is not heard here; doubles with each repetition, eightfold at most
 * @param blacklist likewise at all gateways, where what it sent cannot be forged; zero: never
 * @param scannerAgents parts of a User-Agent or From's display name, in any case, that only scanners send
 * @param exempt networks that are not judged as sources; they prove nobody's identity
 * @param queueing how long messages may wait for their shard before new calls are refused
 */
public record Defence(
        int requestsPerSecond,
        int requestsBurst,
        int failuresPerMinute,
        int failuresBurst,
        Duration block,
        Duration blacklist,
        List<String> scannerAgents,
        List<Network> exempt,
        Duration queueing) {
    /** What holds where nothing is configured. */
    public static final Defence DEFAULTS = new Defence(
            200,
            1_000,
            20,
            20,
            Duration.ofSeconds(5),
            Duration.ofSeconds(300),
            List.of(
                    "friendly-scanner",
                    "sipvicious",
                    "sipcli/",
                    "sip-scan",
                    "sundayddr",
                    "VaxSIPUserAgent",
                    "pplsip",
                    "friendly-request"),
            List.of(),
            Duration.ofMillis(400));

    private static final int MOST = 1_000_000;

    public Defence {
        scannerAgents = List.copyOf(scannerAgents);
        exempt = List.copyOf(exempt);
        if (requestsPerSecond < 1 || requestsPerSecond > MOST || failuresPerMinute < 1 || failuresPerMinute > MOST) {
            throw new IllegalArgumentException(
                    "a rate is 1 to " + MOST + ": " + requestsPerSecond + ", " + failuresPerMinute);
        }
        if (requestsBurst < 1 || failuresBurst < 1) {
            throw new IllegalArgumentException("a burst is 1 or more: " + requestsBurst + ", " + failuresBurst);
        }
        if (block.isNegative() || block.isZero() || blacklist.isNegative()) {
            throw new IllegalArgumentException("a source is blocked for some time: " + block + ", " + blacklist);
        }
        if (queueing.isNegative() || queueing.isZero()) {
            throw new IllegalArgumentException("messages may wait for some time: " + queueing);
        }
    }

    /** Whether a source is not judged. */
    public boolean exempts(InetAddress source) {
        for (int i = 0; i < exempt.size(); i++) {
            if (exempt.get(i).contains(source)) {
                return true;
            }
        }
        return false;
    }
}
