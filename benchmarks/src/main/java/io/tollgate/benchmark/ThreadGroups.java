package io.tollgate.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Which threads do what, by their names; the first group that fits counts. Stateless. */
final class ThreadGroups {
    /** Of a streams process, or of all of Tollgate in one. */
    static final Map<String, Pattern> ALL = groups(
            "compilers of the JVM", "^C[12] CompilerThread|^Sweeper",
            "garbage collection", "^GC Thread|^G1 |^VM (Periodic |Thread)",
            "gateway: sockets", "^sip-(udp|tcp|tls)",
            "gateway: shards", "^sip-shard",
            "gateway: Kafka clients", "tollgate-gateway-",
            "gateway: others", "^sip-",
            "stream threads", "StreamThread-\\d+$",
            "Streams: Kafka producers", "kafka-producer-network-thread.*tollgate-enforcement",
            "Streams: other threads", "tollgate-enforcement|tollgate-feed",
            "RocksDB", "^rocksdb",
            "broker: requests", "^data-plane-kafka-request-handler",
            "broker: sockets", "^data-plane-kafka-(network|socket)",
            "broker: others",
                    "^kafka-|^raft-|^ExpirationReaper|^executor-|^group-coordinator|^transaction|^broker-|^quorum-|^controller-|metadata|^TxnMarker|^LogDirFailure|^share-|^log-cleaner");

    private ThreadGroups() {}

    private static Map<String, Pattern> groups(String... namesAndPatterns) {
        Map<String, Pattern> groups = new LinkedHashMap<>();
        for (int i = 0; i < namesAndPatterns.length; i += 2) {
            groups.put(namesAndPatterns[i], Pattern.compile(namesAndPatterns[i + 1]));
        }
        return groups;
    }
}
