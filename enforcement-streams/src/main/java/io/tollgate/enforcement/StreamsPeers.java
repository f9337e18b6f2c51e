package io.tollgate.enforcement;

import io.tollgate.enforcement.api.Ledger.NotNow;
import io.tollgate.enforcement.api.Peers;
import io.tollgate.enforcement.store.Stores;
import io.tollgate.schemas.setting.HostPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStorePartitionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.jspecify.annotations.Nullable;

/**
 * Who has what, as the consumer group has told this instance. What is told here may be old for a moment after tasks have
 * moved: so who is asked says what he has, and here only what is open is had. Safe for threads.
 */
final class StreamsPeers implements Peers {

    private final Supplier<@Nullable KafkaStreams> streams;
    private final Supplier<HostPort> self;
    private final int partitions;

    /**
     * @param streams null: not started yet
     * @param self what this instance tells the others of where its API is
     */
    StreamsPeers(Supplier<@Nullable KafkaStreams> streams, Supplier<HostPort> self, int partitions) {
        this.streams = streams;
        this.self = self;
        this.partitions = partitions;
    }

    @Override
    public Optional<URI> ownerOf(Kind kind, String key) {
        return asking(running -> {
            var owner = running.queryMetadataForKey(
                    store(kind), key, Serdes.String().serializer());
            if (KeyQueryMetadata.NOT_AVAILABLE.equals(owner)) {
                throw new NotNow("the state is being moved, try again");
            }
            if (!isSelf(owner.activeHost())) {
                return Optional.of(uri(owner.activeHost()));
            }
            if (!here(kind).contains(owner.partition())) {
                throw new NotNow("the state is being moved here, try again");
            }
            return Optional.empty();
        });
    }

    @Override
    public Set<URI> others() {
        return asking(running -> running.metadataForAllStreamsClients().stream()
                .filter(client -> !client.topicPartitions().isEmpty())
                .filter(client -> !isSelf(client.hostInfo()))
                .map(client -> uri(client.hostInfo()))
                .collect(Collectors.toSet()));
    }

    @Override
    public Set<Integer> here(Kind kind) {
        return asking(running -> {
            Set<Integer> open = new HashSet<>();
            for (int partition = 0; partition < partitions; partition++) {
                try {
                    var share = running.store(
                            StoreQueryParameters.fromNameAndType(store(kind), QueryableStoreTypes.keyValueStore())
                                    .withPartition(partition));
                    // Found out by the first question alone, whatever it is.
                    share.approximateNumEntries();
                    open.add(partition);
                } catch (InvalidStateStorePartitionException elsewhere) {
                    // It is another instance's.
                }
            }
            return open;
        });
    }

    @Override
    public int partitions() {
        return partitions;
    }

    private static String store(Kind kind) {
        return kind == Kind.ACCOUNT ? Stores.STANDINGS : Stores.ENTRIES;
    }

    private boolean isSelf(HostInfo host) {
        return host.host().equals(self.get().host())
                && host.port() == self.get().port();
    }

    private <T> T asking(Function<KafkaStreams, T> question) {
        var running = streams.get();
        if (running == null) {
            throw new NotNow();
        }
        try {
            return question.apply(running);
        } catch (StreamsException | IllegalStateException notRunning) {
            throw new NotNow(notRunning);
        }
    }

    private static URI uri(HostInfo host) {
        // An instance whose API is off says nothing of itself.
        if (host.port() <= 0 || host.equals(HostInfo.unavailable())) {
            throw new NotNow("some of the state is on an instance without --http");
        }
        try {
            return new URI("http", null, host.host(), host.port(), "/", null, null);
        } catch (URISyntaxException strange) {
            throw new NotNow(strange);
        }
    }
}
