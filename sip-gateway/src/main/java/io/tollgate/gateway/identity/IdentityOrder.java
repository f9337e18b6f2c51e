package io.tollgate.gateway.identity;

import static io.tollgate.gateway.identity.IdentityStep.CREDENTIALS;
import static io.tollgate.gateway.identity.IdentityStep.DIGEST;
import static io.tollgate.gateway.identity.IdentityStep.FROM;
import static io.tollgate.gateway.identity.IdentityStep.REGISTRATION;
import static io.tollgate.gateway.identity.IdentityStep.TRUNK;

import java.util.HashSet;
import java.util.List;

/**
 * In which order it is asked whose a request is; the first that knows decides. What is left out is not asked: without
 * {@link IdentityStep#CREDENTIALS} and {@link IdentityStep#FROM} nobody is taken at his word. Immutable.
 *
 * @param steps each at most once; From, which always has an answer, comes last
 */
public record IdentityOrder(List<IdentityStep> steps) {
    /** What holds where nothing is configured: proofs before words. */
    public static final IdentityOrder DEFAULT =
            new IdentityOrder(List.of(TRUNK, DIGEST, REGISTRATION, CREDENTIALS, FROM));

    public IdentityOrder {
        steps = List.copyOf(steps);
        int from = steps.indexOf(FROM);
        if (steps.isEmpty() || new HashSet<>(steps).size() < steps.size() || from >= 0 && from < steps.size() - 1) {
            throw new IllegalArgumentException("one step or more, each once, from last: " + steps);
        }
    }

    /** Whether Tollgate verifies anybody itself. */
    public boolean verifies() {
        return steps.contains(DIGEST);
    }

    /** Whether somebody's word can be enough until the upstream knows better. */
    public boolean believes() {
        return steps.contains(CREDENTIALS) || steps.contains(FROM);
    }
}
