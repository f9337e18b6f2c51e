package io.tollgate.gateway.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables against the figures of RFC 3261 section 17 and RFC 6026 section 7, edge by edge. */
class MachineTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "INVITE_CLIENT,TRYING,RETRANSMIT_TIMER,TRYING,RESEND ARM_RETRANSMIT",
                "INVITE_CLIENT,TRYING,LIFETIME_TIMER,TERMINATED,STOP_RETRANSMIT TIME_OUT",
                "INVITE_CLIENT,TRYING,PROVISIONAL,PROCEEDING,PASS STOP_RETRANSMIT STOP_LIFETIME",
                "INVITE_CLIENT,TRYING,SUCCESS,ACCEPTED,PASS STOP_RETRANSMIT ARM_LIFETIME",
                "INVITE_CLIENT,TRYING,FAILURE,COMPLETED,ACKNOWLEDGE PASS STOP_RETRANSMIT ARM_LIFETIME",
                "INVITE_CLIENT,PROCEEDING,PROVISIONAL,PROCEEDING,PASS",
                "INVITE_CLIENT,PROCEEDING,SUCCESS,ACCEPTED,PASS STOP_RETRANSMIT ARM_LIFETIME",
                "INVITE_CLIENT,PROCEEDING,FAILURE,COMPLETED,ACKNOWLEDGE PASS STOP_RETRANSMIT ARM_LIFETIME",
                "INVITE_CLIENT,ACCEPTED,SUCCESS,ACCEPTED,PASS",
                "INVITE_CLIENT,ACCEPTED,FAILURE,ACCEPTED,-",
                "INVITE_CLIENT,ACCEPTED,LIFETIME_TIMER,TERMINATED,-",
                "INVITE_CLIENT,COMPLETED,FAILURE,COMPLETED,ACKNOWLEDGE",
                "INVITE_CLIENT,COMPLETED,SUCCESS,COMPLETED,PASS",
                "INVITE_CLIENT,COMPLETED,LIFETIME_TIMER,TERMINATED,-",
                "NON_INVITE_CLIENT,TRYING,RETRANSMIT_TIMER,TRYING,RESEND ARM_RETRANSMIT",
                "NON_INVITE_CLIENT,TRYING,PROVISIONAL,PROCEEDING,PASS",
                "NON_INVITE_CLIENT,PROCEEDING,RETRANSMIT_TIMER,PROCEEDING,RESEND ARM_RETRANSMIT",
                "NON_INVITE_CLIENT,PROCEEDING,LIFETIME_TIMER,TERMINATED,STOP_RETRANSMIT TIME_OUT",
                "NON_INVITE_CLIENT,TRYING,SUCCESS,COMPLETED,PASS STOP_RETRANSMIT ARM_LIFETIME",
                "NON_INVITE_CLIENT,COMPLETED,SUCCESS,COMPLETED,-",
                "NON_INVITE_CLIENT,COMPLETED,LIFETIME_TIMER,TERMINATED,-",
                "INVITE_SERVER,PROCEEDING,REQUEST_AGAIN,PROCEEDING,RESEND",
                "INVITE_SERVER,PROCEEDING,SUCCESS,ACCEPTED,SEND ARM_LIFETIME",
                "INVITE_SERVER,PROCEEDING,FAILURE,COMPLETED,SEND ARM_RETRANSMIT ARM_LIFETIME",
                "INVITE_SERVER,ACCEPTED,REQUEST_AGAIN,ACCEPTED,-",
                "INVITE_SERVER,ACCEPTED,SUCCESS,ACCEPTED,SEND",
                "INVITE_SERVER,ACCEPTED,FAILURE,ACCEPTED,-",
                "INVITE_SERVER,COMPLETED,REQUEST_AGAIN,COMPLETED,RESEND",
                "INVITE_SERVER,COMPLETED,RETRANSMIT_TIMER,COMPLETED,RESEND ARM_RETRANSMIT",
                "INVITE_SERVER,COMPLETED,ACK,CONFIRMED,STOP_RETRANSMIT ARM_LIFETIME",
                "INVITE_SERVER,COMPLETED,SUCCESS,COMPLETED,-",
                "INVITE_SERVER,COMPLETED,LIFETIME_TIMER,TERMINATED,STOP_RETRANSMIT TIME_OUT",
                "INVITE_SERVER,CONFIRMED,REQUEST_AGAIN,CONFIRMED,-",
                "INVITE_SERVER,CONFIRMED,LIFETIME_TIMER,TERMINATED,-",
                "NON_INVITE_SERVER,TRYING,REQUEST_AGAIN,TRYING,-",
                "NON_INVITE_SERVER,TRYING,PROVISIONAL,PROCEEDING,SEND",
                "NON_INVITE_SERVER,PROCEEDING,REQUEST_AGAIN,PROCEEDING,RESEND",
                "NON_INVITE_SERVER,TRYING,SUCCESS,COMPLETED,SEND ARM_LIFETIME",
                "NON_INVITE_SERVER,COMPLETED,REQUEST_AGAIN,COMPLETED,RESEND",
                "NON_INVITE_SERVER,COMPLETED,SUCCESS,COMPLETED,-",
                "NON_INVITE_SERVER,COMPLETED,LIFETIME_TIMER,TERMINATED,-",
            })
    void shouldStepAsTheFiguresDraw(Machine machine, State state, Input input, State next, String acts) {
        // When
        Step step = machine.step(state, input);

        // Then
        Set<Act> expected = EnumSet.noneOf(Act.class);
        for (String act : acts == null ? new String[0] : acts.split(" ")) {
            expected.add(Act.valueOf(act));
        }
        assertThat(step.next()).isEqualTo(next);
        assertThat(step.acts()).isEqualTo(expected);
    }

    @Test
    void shouldNeverLeaveTheEndAgain() {
        for (Machine machine : Machine.values()) {
            for (Input input : Input.values()) {
                assertThat(machine.step(State.TERMINATED, input)).isEqualTo(Step.to(State.TERMINATED));
            }
        }
    }

    @Test
    void shouldDoubleTheIntervalsAsTheRfcSays() {
        // When
        List<Long> invite = new ArrayList<>();
        List<Long> other = new ArrayList<>();
        for (int sent = 1; sent <= 6; sent++) {
            invite.add(Timers.RFC_3261.retransmitNanos(Machine.INVITE_CLIENT, State.TRYING, sent) / 1_000_000);
            other.add(Timers.RFC_3261.retransmitNanos(Machine.NON_INVITE_CLIENT, State.TRYING, sent) / 1_000_000);
        }

        // Then
        assertThat(invite).containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L);
        assertThat(other).containsExactly(500L, 1_000L, 2_000L, 4_000L, 4_000L, 4_000L);
    }
}
