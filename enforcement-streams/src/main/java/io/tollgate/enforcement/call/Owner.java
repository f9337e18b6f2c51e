package io.tollgate.enforcement.call;

/**
 * Who vouches for a call: one life of one gateway. At first the one that tells of the call; another after it has taken
 * the call up, or the same gateway after a restart. Of two that claim a call the one with more moves counts, so that two
 * never have it. Immutable.
 *
 * @param epoch grows with each start of the gateway
 * @param moves how often the call has changed hands
 */
public record Owner(String gatewayId, long epoch, int moves) {

    /** Whether the call has passed from another to this one. */
    public boolean supersedes(Owner other) {
        return moves > other.moves;
    }
}
