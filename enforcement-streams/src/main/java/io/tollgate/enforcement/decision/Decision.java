package io.tollgate.enforcement.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a core method yields: the state to keep and what is to be sent, in order. Nothing in the core stores or sends, so
 * every rule can be tested with values alone. Immutable.
 *
 * @param state the next state; null where nothing is kept
 */
public record Decision<S extends @Nullable Object, O>(S state, List<O> outputs) {

    public Decision {
        outputs = List.copyOf(outputs);
    }

    /** Nothing is to be sent. */
    public static <S extends @Nullable Object, O> Decision<S, O> quiet(S state) {
        return new Decision<>(state, List.of());
    }
}
