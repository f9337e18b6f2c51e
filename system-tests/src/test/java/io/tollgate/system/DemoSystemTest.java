package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.system.KafkaChoice.OnlyEmbedded;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The demo tells what was on the wire, and only that. */
class DemoSystemTest {

    @BeforeAll
    static void tellOfBroker() {
        KafkaChoice.here().keepEmbedded(OnlyEmbedded.BROUGHT_ALONG);
    }

    @Test
    void shouldEndWithZeroWhenEverySceneWasSeen() {
        // When
        try (TollgateProcess demo = TollgateProcess.start("demo")) {
            int status = demo.awaitStatus();

            // Then
            assertThat(demo.out()).contains("All 5 scenes were seen on the wire.");
            assertThat(status).isZero();
        }
    }

    @Test
    void shouldEndWithOneWhenTheGatewayEnforcesNothing() {
        // When
        try (TollgateProcess demo = TollgateProcess.start("demo", "--observe")) {
            int status = demo.awaitStatus();

            // Then
            assertThat(demo.out()).contains("4 of 5 scenes were not seen as they should be.");
            assertThat(status).isEqualTo(1);
        }
    }
}
