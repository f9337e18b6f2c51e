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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what gateways say of themselves, for all tasks of an instance. What cannot be used is passed over: the next
 * heartbeat comes within seconds, and the thread that reads all gateways' must not wait for one, nor die of it. But one that
 * only waits for its schema is no silence, and tasks are told of it.
 */
public final class GatewayKeeper extends ContextualProcessor<byte[], byte[], Void, Void> {

    /** An absent registry keeps each question waiting for seconds. */
    private static final long ASK_AGAIN_MILLIS = 5_000;

    /** A schema's id in front of a record, with the byte before it. */
    private static final int HEADER_BYTES = 5;

    private final Surroundings surroundings;
    private final AvroDeserializer<GatewayHeartbeat> deserializer;
    private final HeartbeatInput input = new HeartbeatInput();
    private final Set<ByteBuffer> unknown = new HashSet<>();
    private long unknownSinceMillis;

    public GatewayKeeper(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.deserializer = new AvroDeserializer<>(GatewayHeartbeat.class, surroundings.registry());
    }

    @Override
    public void process(Record<byte[], byte[]> heartbeat) {
        try {
            keep(heartbeat.key(), heartbeat.value());
        } catch (UnreadableRecord | InvalidInput unusable) {
            surroundings.metrics().heartbeatUnusable();
        } catch (RegistryUnavailable unread) {
            surroundings.metrics().heartbeatUnusable();
            surroundings.gatewayNews().unread();
        }
    }

    private @Nullable GatewayHeartbeat read(byte @Nullable [] value) {
        if (value == null) {
            return null;
        }
        long nowMillis = context().currentSystemTimeMs();
        if (nowMillis - unknownSinceMillis >= ASK_AGAIN_MILLIS) {
            unknown.clear();
        }
        var schema = ByteBuffer.wrap(Arrays.copyOf(value, HEADER_BYTES));
        if (unknown.contains(schema)) {
            throw new RegistryUnavailable("did not answer a moment ago");
        }
        try {
            return deserializer.deserialize(Topics.GATEWAYS.name(), value);
        } catch (RegistryUnavailable away) {
            unknown.add(schema);
            unknownSinceMillis = nowMillis;
            throw away;
        }
    }

    private void keep(byte @Nullable [] key, byte @Nullable [] value) {
        var gatewayId = key == null ? "" : new String(key, StandardCharsets.UTF_8);
        var said = input.interpret(gatewayId, read(value));
        KeyValueStore<String, Gateway> gateways = context().getStateStore(Stores.GATEWAYS);
        var known = gateways.get(gatewayId);
        gateways.put(
                gatewayId,
                said.map(life -> known == null ? Gateway.of(life) : known.heard(life))
                        .orElse(null));
    }
}
