package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnmendableTest {

    private static final String KAFKA = "127.0.0.1:9092";

    static Stream<KafkaException> permanent() {
        return Stream.of(
                new SaslAuthenticationException("why"),
                new SslAuthenticationException("why"),
                new TopicAuthorizationException("why"),
                new ClusterAuthorizationException("why"),
                new PolicyViolationException("why"),
                new UnsupportedVersionException("why"));
    }

    static Stream<KafkaException> passing() {
        return Stream.of(new TimeoutException("why"), new DisconnectException("why"));
    }

    @ParameterizedTest
    @MethodSource("permanent")
    void shouldNameKafkaAndItsAnswerWhenWaitingDoesNotHelp(KafkaException answer) {
        // When // Then
        assertThat(Unmendable.fault(answer, KAFKA, (short) 3))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("kafka: '" + KAFKA + "' is refused")
                        .contains("(why)"));
    }

    @ParameterizedTest
    @MethodSource("passing")
    void shouldLeaveRoomForAnotherTryWhenNobodyAnswers(KafkaException answer) {
        // When // Then
        assertThat(Unmendable.fault(answer, KAFKA, (short) 3)).isEmpty();
    }

    @Test
    void shouldNameReplicationWhenThereAreFewerBrokers() {
        // Given
        KafkaException answer = new InvalidReplicationFactorException("only 1 broker(s) are registered");

        // When // Then
        assertThat(Unmendable.fault(answer, KAFKA, (short) 3))
                .hasValueSatisfying(fault -> assertThat(fault)
                        .startsWith("replication: '3' is refused, expected no more replicas than there are brokers"));
    }
}
