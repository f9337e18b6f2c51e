package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

/** The shared cluster runs on the broker that the choice fell on: a green run on another one would prove nothing. */
class KafkaChoiceSystemTest {

    /** Of each embedded broker; a container's is random. */
    private static final String EMBEDDED = "dG9sbGdhdGUtZW1iZWQxMQ";

    @Test
    void shouldSpeakToTheBrokerThatTheChoiceFellOn() throws Exception {
        // Given
        Cluster cluster = Cluster.shared();

        // When
        String clusterId;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.kafka()))) {
            clusterId = admin.describeCluster().clusterId().get();
        }

        // Then
        assertThat(cluster.containers().isPresent())
                .isEqualTo(KafkaChoice.here().takesContainers());
        assertThat(clusterId)
                .isEqualTo(cluster.containers().map(KafkaContainers::clusterId).orElse(EMBEDDED));
        System.out.println("broker " + cluster.kafka() + " of cluster " + clusterId + ": "
                + (cluster.containers().isPresent() ? "a container" : "embedded"));
    }

    @Test
    void shouldHaveItsSchemasInItsRegistry() throws Exception {
        // Given
        Cluster cluster = Cluster.shared();
        String registry = cluster.containers().map(KafkaContainers::registry).orElse(cluster.registry());
        HttpRequest subjects =
                HttpRequest.newBuilder(URI.create(registry + "/subjects")).build();

        // When
        String answer = HttpClient.newHttpClient()
                .send(subjects, BodyHandlers.ofString())
                .body();

        // Then
        assertThat(answer).contains("tollgate.verdicts-value");
    }
}
