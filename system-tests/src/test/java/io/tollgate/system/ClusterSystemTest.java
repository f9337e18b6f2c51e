package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts in processes of their own, on the broker and registry of an {@code up}. */
class ClusterSystemTest {

    @TempDir
    private Path data;

    @Test
    void shouldRunFurtherGatewayAndStreamsBesideUp() throws Exception {
        // Given
        Cluster cluster = Cluster.shared();
        String kafka = "--kafka=" + cluster.kafka();
        String registry = "--registry=" + cluster.registry();
        String partitions = "--partitions=" + Cluster.PARTITIONS;

        // When
        try (TollgateProcess gateway = TollgateProcess.start(
                        "gateway",
                        kafka,
                        registry,
                        partitions,
                        "--data=" + data,
                        "--sip=127.0.0.1:0",
                        "--upstream=" + cluster.upstream().uri(),
                        "--gateway-http=127.0.0.1:0",
                        "--gateway-id=second",
                        "--secret-file=" + cluster.secret());
                TollgateProcess streams = TollgateProcess.start(
                        "streams",
                        kafka,
                        registry,
                        partitions,
                        "--data=" + data,
                        "--http=127.0.0.1:0",
                        "--streams-instance=2")) {
            Map<String, String> second = gateway.awaitReady();
            Map<String, String> others = streams.awaitReady();

            // Then
            assertThat(second).containsOnlyKeys("sip", "kafka", "registry", "http", "upstream", "gateway");
            assertThat(second).containsEntry("gateway", "second");
            assertThat(others).containsOnlyKeys("kafka", "registry", "http");
            streams.awaitError("enforcement-streams, API at " + others.get("http"));
            assertThat(status(second.get("http") + "/health")).isEqualTo(200);
            try (Phone phone =
                    Phone.of("alice").proxy(Hop.udp(second.get("sip"))).open()) {
                PlacedCall call = phone.invite("4930123456");
                call.awaitAnswered();
                call.hangUp();
                call.awaitEnded();
            }
            assertThat(gateway.stop()).isZero();
            assertThat(streams.stop()).isZero();
        }
    }

    private static int status(String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }
}
