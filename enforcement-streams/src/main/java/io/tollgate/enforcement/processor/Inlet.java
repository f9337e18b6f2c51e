package io.tollgate.enforcement.processor;

import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.Vouch;
import io.tollgate.enforcement.rating.Cost;
import org.jspecify.annotations.Nullable;

/** What reaches the owner of an account; its key is the account. */
public sealed interface Inlet {

    /** An event of one of its calls. */
    record Event(CallFact fact) implements Inlet {}

    /** Somebody vouches for one of its calls who did not before. */
    record Vouched(Vouch vouch) implements Inlet {}

    /** Its settings, encoded; null: forgotten. */
    record Settings(byte @Nullable [] encoded) implements Inlet {}

    /** What one of its calls cost; comes only while balances are made up anew. */
    record Recorded(Cost cost) implements Inlet {}

    /** An adjustment as it was received; the record's headers say where. */
    record Adjustment(byte[] received) implements Inlet {}
}
