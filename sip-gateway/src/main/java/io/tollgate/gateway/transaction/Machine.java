package io.tollgate.gateway.transaction;

import static io.tollgate.gateway.transaction.Act.ACKNOWLEDGE;
import static io.tollgate.gateway.transaction.Act.ARM_LIFETIME;
import static io.tollgate.gateway.transaction.Act.ARM_RETRANSMIT;
import static io.tollgate.gateway.transaction.Act.PASS;
import static io.tollgate.gateway.transaction.Act.RESEND;
import static io.tollgate.gateway.transaction.Act.SEND;
import static io.tollgate.gateway.transaction.Act.STOP_LIFETIME;
import static io.tollgate.gateway.transaction.Act.STOP_RETRANSMIT;
import static io.tollgate.gateway.transaction.Act.TIME_OUT;
import static io.tollgate.gateway.transaction.State.ACCEPTED;
import static io.tollgate.gateway.transaction.State.COMPLETED;
import static io.tollgate.gateway.transaction.State.CONFIRMED;
import static io.tollgate.gateway.transaction.State.PROCEEDING;
import static io.tollgate.gateway.transaction.State.TERMINATED;
import static io.tollgate.gateway.transaction.State.TRYING;

/**
 * The four transaction machines of RFC 3261 section 17 with the corrections of RFC 6026. What their figures do not draw
 * changes nothing: a late or repeated message is no error on the open network.
 *
 * <pre>
 * INVITE client        TRYING -1xx-> PROCEEDING -2xx-> ACCEPTED -M-> TERMINATED    (2xx again: passed)
 *                                               -3xx+-> COMPLETED -D-> TERMINATED  (again: ACK)
 * non-INVITE client    TRYING -1xx-> PROCEEDING -final-> COMPLETED -K-> TERMINATED
 * INVITE server        PROCEEDING -2xx-> ACCEPTED -L-> TERMINATED
 *                                 -3xx+-> COMPLETED -ACK-> CONFIRMED -I-> TERMINATED
 * non-INVITE server    TRYING -1xx-> PROCEEDING -final-> COMPLETED -J-> TERMINATED
 * </pre>
 *
 * <p>Immutable.
 */
public enum Machine {
    /** Section 17.1.1; its transaction user arms Timer C itself. */
    INVITE_CLIENT(TRYING) {
        @Override
        void draw() {
            on(TRYING, Input.RETRANSMIT_TIMER, Step.to(TRYING, RESEND, ARM_RETRANSMIT));
            on(TRYING, Input.LIFETIME_TIMER, Step.to(TERMINATED, STOP_RETRANSMIT, TIME_OUT));
            on(TRYING, Input.PROVISIONAL, Step.to(PROCEEDING, PASS, STOP_RETRANSMIT, STOP_LIFETIME));
            on(PROCEEDING, Input.PROVISIONAL, Step.to(PROCEEDING, PASS));
            for (State state : new State[] {TRYING, PROCEEDING}) {
                on(state, Input.SUCCESS, Step.to(ACCEPTED, PASS, STOP_RETRANSMIT, ARM_LIFETIME));
                on(state, Input.FAILURE, Step.to(COMPLETED, ACKNOWLEDGE, PASS, STOP_RETRANSMIT, ARM_LIFETIME));
            }
            on(ACCEPTED, Input.SUCCESS, Step.to(ACCEPTED, PASS));
            on(ACCEPTED, Input.LIFETIME_TIMER, Step.to(TERMINATED));
            on(COMPLETED, Input.FAILURE, Step.to(COMPLETED, ACKNOWLEDGE));
            // Not in the figure: a fork's 2xx that a proxy passes on after its 487 (RFC 3261 section 16.7 step 5).
            on(COMPLETED, Input.SUCCESS, Step.to(COMPLETED, PASS));
            on(COMPLETED, Input.LIFETIME_TIMER, Step.to(TERMINATED));
        }
    },
    /** Section 17.1.2. */
    NON_INVITE_CLIENT(TRYING) {
        @Override
        void draw() {
            for (State state : new State[] {TRYING, PROCEEDING}) {
                on(state, Input.RETRANSMIT_TIMER, Step.to(state, RESEND, ARM_RETRANSMIT));
                on(state, Input.LIFETIME_TIMER, Step.to(TERMINATED, STOP_RETRANSMIT, TIME_OUT));
                on(state, Input.PROVISIONAL, Step.to(PROCEEDING, PASS));
                on(state, Input.SUCCESS, Step.to(COMPLETED, PASS, STOP_RETRANSMIT, ARM_LIFETIME));
                on(state, Input.FAILURE, Step.to(COMPLETED, PASS, STOP_RETRANSMIT, ARM_LIFETIME));
            }
            on(COMPLETED, Input.LIFETIME_TIMER, Step.to(TERMINATED));
        }
    },
    /** Section 17.2.1 with RFC 6026 section 7.1: the Accepted state absorbs the INVITE and lets every 2xx through. */
    INVITE_SERVER(PROCEEDING) {
        @Override
        void draw() {
            on(PROCEEDING, Input.REQUEST_AGAIN, Step.to(PROCEEDING, RESEND));
            on(PROCEEDING, Input.PROVISIONAL, Step.to(PROCEEDING, SEND));
            on(PROCEEDING, Input.SUCCESS, Step.to(ACCEPTED, SEND, ARM_LIFETIME));
            on(PROCEEDING, Input.FAILURE, Step.to(COMPLETED, SEND, ARM_RETRANSMIT, ARM_LIFETIME));
            on(ACCEPTED, Input.SUCCESS, Step.to(ACCEPTED, SEND));
            on(ACCEPTED, Input.LIFETIME_TIMER, Step.to(TERMINATED));
            on(COMPLETED, Input.REQUEST_AGAIN, Step.to(COMPLETED, RESEND));
            on(COMPLETED, Input.RETRANSMIT_TIMER, Step.to(COMPLETED, RESEND, ARM_RETRANSMIT));
            on(COMPLETED, Input.ACK, Step.to(CONFIRMED, STOP_RETRANSMIT, ARM_LIFETIME));
            on(COMPLETED, Input.LIFETIME_TIMER, Step.to(TERMINATED, STOP_RETRANSMIT, TIME_OUT));
            on(CONFIRMED, Input.LIFETIME_TIMER, Step.to(TERMINATED));
        }
    },
    /** Section 17.2.2. */
    NON_INVITE_SERVER(TRYING) {
        @Override
        void draw() {
            on(PROCEEDING, Input.REQUEST_AGAIN, Step.to(PROCEEDING, RESEND));
            on(COMPLETED, Input.REQUEST_AGAIN, Step.to(COMPLETED, RESEND));
            for (State state : new State[] {TRYING, PROCEEDING}) {
                on(state, Input.PROVISIONAL, Step.to(PROCEEDING, SEND));
                on(state, Input.SUCCESS, Step.to(COMPLETED, SEND, ARM_LIFETIME));
                on(state, Input.FAILURE, Step.to(COMPLETED, SEND, ARM_LIFETIME));
            }
            on(COMPLETED, Input.LIFETIME_TIMER, Step.to(TERMINATED));
        }
    };

    private final State initial;
    private final Step[][] table = new Step[State.values().length][Input.values().length];

    Machine(State initial) {
        this.initial = initial;
        for (State state : State.values()) {
            for (Input input : Input.values()) {
                on(state, input, Step.to(state));
            }
        }
        draw();
    }

    abstract void draw();

    final void on(State state, Input input, Step step) {
        table[state.ordinal()][input.ordinal()] = step;
    }

    /** Where it begins. */
    public State initial() {
        return initial;
    }

    /** What {@code input} does in {@code state}. */
    public Step step(State state, Input input) {
        return table[state.ordinal()][input.ordinal()];
    }
}
