package io.tollgate.gateway.event;

import io.tollgate.gateway.identity.Identity;
import java.time.Instant;

/**
 * Something that happened to a call. Gateway id, epoch and event id are the sink's to add. Immutable.
 *
 * @param sequence counts each call's events from 0
 * @param identity what proves the account, as known now
 * @param at when it happened, in whole microseconds
 */
public record CallEvent(CallFacts call, int sequence, Identity identity, Instant at, Happening happening) {
    public CallEvent {
        if (sequence < 0) {
            throw new IllegalArgumentException("sequence " + sequence);
        }
        if (at.getNano() % 1_000 != 0) {
            throw new IllegalArgumentException(at + " is not in whole microseconds");
        }
    }
}
