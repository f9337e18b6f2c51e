package io.tollgate.gateway.dialog;

import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.command.TerminationReason;
import io.tollgate.gateway.dialog.Effect.Publish;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.identity.Identity;
import java.time.Instant;

/** Calls brought as far as a test needs them, and what it expects of them. */
final class Lives {
    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    static final Order VERDICT = new Order("v-1", TerminationReason.FRAUD_VERDICT, NOW.minusMillis(3));

    static CallLife claimed() {
        CallLife life = new CallLife(Identity.CLAIMED, false, RefusalCodes.DEFAULTS);
        life.attempted(null, NOW);
        return life;
    }

    static CallLife strict(Identity identity) {
        CallLife life = new CallLife(identity, true, RefusalCodes.DEFAULTS);
        life.attempted(null, NOW);
        return life;
    }

    static CallLife ringing() {
        CallLife life = claimed();
        life.provisional(NOW);
        return life;
    }

    static CallLife answered() {
        CallLife life = ringing();
        life.success(NOW);
        life.passed(NOW);
        life.acknowledged(NOW);
        return life;
    }

    static CallLife held() {
        CallLife life = strict(Identity.CLAIMED);
        life.success(NOW);
        return life;
    }

    static Effect told(Happening happening) {
        return new Publish(happening, NOW);
    }

    static Effect terminated(Integer status) {
        return told(new Happening.Ended(EndCause.TERMINATED, status, "v-1", TerminationReason.FRAUD_VERDICT));
    }

    static Effect closed(Leg leg, Integer status) {
        return told(new Happening.LegClosed("v-1", leg, status, 3_000));
    }

    private Lives() {}
}
