package io.tollgate.enforcement.processor;

import io.tollgate.GatewayHeartbeat;
import io.tollgate.enforcement.contract.HeartbeatInput;
import io.tollgate.enforcement.decision.InvalidInput;
import io.tollgate.enforcement.lease.Gateway;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.serde.AvroDeserializer;
import io.tollgate.schemas.serde.RegistryUnavailable;
import io.tollgate.schemas.serde.UnreadableRecord;
import io.tollgate.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what gateways say of themselves, for all tasks of an instance. What cannot be used is passed over: the next
 * heartbeat comes within seconds, and the thread that reads all gateways' must not wait for one, nor die of it.
 */
public final class GatewayKeeper extends ContextualProcessor<byte[], byte[], Void, Void> {

    private final Surroundings surroundings;
    private final AvroDeserializer<GatewayHeartbeat> deserializer;
    private final HeartbeatInput input = new HeartbeatInput();

    public GatewayKeeper(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.deserializer = new AvroDeserializer<>(GatewayHeartbeat.class, surroundings.registry());
    }

    @Override
    public void process(Record<byte[], byte[]> heartbeat) {
        try {
            keep(heartbeat.key(), heartbeat.value());
        } catch (UnreadableRecord | InvalidInput | RegistryUnavailable unusable) {
            surroundings.metrics().heartbeatUnusable();
        }
    }

    private void keep(byte @Nullable [] key, byte @Nullable [] value) {
        var gatewayId = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        var said = input.interpret(gatewayId, deserializer.deserialize(Topics.GATEWAYS.name(), value));
        KeyValueStore<String, Gateway> gateways = context().getStateStore(Stores.GATEWAYS);
        var known = gateways.get(gatewayId);
        gateways.put(
                gatewayId,
                said.map(life -> known == null ? Gateway.of(life) : known.heard(life))
                        .orElse(null));
    }
}
