package io.tollgate.gateway.dialog;

import io.tollgate.gateway.event.Happening;
import java.time.Instant;

/** What a step of a call's life asks of those who have sockets. */
public sealed interface Effect {
    /** Acts without data. */
    enum Act implements Effect {
        /** Send the INVITE on. */
        FORWARD,
        /** Pass the response at hand to the caller. */
        PASS,
        /** Pass the 2xx at hand to the caller, and tell {@link CallLife#passed} when the network has it. */
        ANSWER,
        /** Keep the INVITE, and give its Admission a bounded time. */
        ASK,
        /** Likewise the 2xx at hand. */
        HOLD,
        /** Pass the 2xx that was kept, as with {@link #ANSWER}. */
        RELEASE,
        /** End the callee's INVITE with CANCEL, as soon as that is allowed. */
        CANCEL,
        /** Acknowledge the 2xx at hand, or the one kept, and end the callee's leg with BYE. */
        ACKNOWLEDGE_AND_BYE,
        /** End every leg with BYE; where the caller has not acknowledged the 2xx, do it for him first. */
        BYE,
        /** End every leg with BYE for courtesy: a party is gone, and nobody waits for the outcome. */
        DISMISS,
        /** Give the ACK a bounded time. */
        AWAIT_ACK,
        /** The call is over: forget it after its linger. */
        LINGER
    }

    /** A final response to the caller by ourselves. */
    record Respond(int status) implements Effect {}

    /** A fact to be told, with the instant at which it happened. */
    record Publish(Happening happening, Instant at) implements Effect {}
}
