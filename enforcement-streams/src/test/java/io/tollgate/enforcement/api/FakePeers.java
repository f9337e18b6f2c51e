package io.tollgate.enforcement.api;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Believes what a test says. */
final class FakePeers implements Peers {

    final Map<String, URI> owners = new ConcurrentHashMap<>();
    volatile Set<URI> others = Set.of();
    volatile Set<Integer> here;
    private final int partitions;

    FakePeers(Set<Integer> here, int partitions) {
        this.here = here;
        this.partitions = partitions;
    }

    @Override
    public Optional<URI> ownerOf(Kind kind, String key) {
        return Optional.ofNullable(owners.get(key));
    }

    @Override
    public Set<URI> others() {
        return others;
    }

    @Override
    public Set<Integer> here(Kind kind) {
        return here;
    }

    @Override
    public int partitions() {
        return partitions;
    }
}
