package io.tollgate.enforcement.contract;

import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record of one topic means to us. Pure.
 *
 * @param <A> the record as it was written
 * @param <T> what it means
 */
@FunctionalInterface
public interface Interpreter<A extends SpecificRecord, T> {

    /**
     * Checks a record and translates it.
     *
     * @param key the record's key; empty if it has none
     * @param value null only on compacted topics
     * @throws io.tollgate.enforcement.decision.InvalidInput if it breaks the contract
     */
    T interpret(String key, @Nullable A value);
}
