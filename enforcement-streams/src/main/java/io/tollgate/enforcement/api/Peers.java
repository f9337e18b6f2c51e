package io.tollgate.enforcement.api;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Which instance of this service has what. Each has the partitions that it was assigned; they move when instances come and
 * go. Each question may end in {@link Ledger.NotNow}. Implementations are safe for threads.
 */
public interface Peers {

    /** What is kept in one partition together: all of an account, or all of an entry. */
    enum Kind {
        ACCOUNT,
        ENTRY
    }

    /** There is this instance alone, and it has everything. */
    Peers ALONE = new Peers() {
        @Override
        public Optional<URI> ownerOf(Kind kind, String key) {
            return Optional.empty();
        }

        @Override
        public Set<URI> others() {
            return Set.of();
        }

        @Override
        public Set<Integer> here(Kind kind) {
            return Set.of(0);
        }

        @Override
        public int partitions() {
            return 1;
        }
    };

    /** The API of the instance that has what this key names; empty: it is this one. */
    Optional<URI> ownerOf(Kind kind, String key);

    /** The APIs of all other instances that have anything. */
    Set<URI> others();

    /** The partitions of this kind that this instance has and can be asked about. */
    Set<Integer> here(Kind kind);

    /** How many partitions there are of each kind. */
    int partitions();
}
