package io.tollgate.gateway.config;

import io.tollgate.schemas.setting.HostPort;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where events go and orders come from. Immutable.
 *
 * @param servers bootstrap addresses
 * @param registry the schema registry's URLs
 * @param properties any Kafka client setting, on top of ours
 * @param eventQueue most events that wait for Kafka, on disk and in memory
 * @param heartbeat pause between two heartbeats
 * @param lease how long after a heartbeat the gateway's calls are vouched for
 * @param patience how long a starting gateway waits for Kafka before it goes by its own copy
 */
public record KafkaSettings(
        List<HostPort> servers,
        List<URI> registry,
        Map<String, String> properties,
        int eventQueue,
        Duration heartbeat,
        Duration lease,
        Duration patience) {
    public KafkaSettings {
        servers = List.copyOf(servers);
        registry = List.copyOf(registry);
        properties = Map.copyOf(properties);
        if (eventQueue < 1) {
            throw new IllegalArgumentException("event-queue: " + eventQueue + ", expected 1 or more");
        }
        if (lease.compareTo(heartbeat.multipliedBy(3)) < 0) {
            throw new IllegalArgumentException("lease-millis: " + lease.toMillis()
                    + ", expected at least three times heartbeat-millis (" + heartbeat.toMillis() + ")");
        }
    }
}
