package io.tollgate.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.config.TransportSettings;
import io.tollgate.gateway.transport.SipTransports;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GatewayPagesIT {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpClient client = HttpClient.newHttpClient();

    private HttpResponse<String> ask(URI page, String method) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page)
                .timeout(Duration.ofSeconds(30))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static Health health(boolean serving, boolean well) {
        return new Health(
                serving, Map.of("gateway", "north"), List.of(new Health.Check("events", well, Map.of("waiting", 3))));
    }

    @Test
    void shouldTellHealthByStatusCodeAndPage() throws Exception {
        // Given
        AtomicReference<Health> now = new AtomicReference<>(health(false, true));
        try (GatewayPages pages = GatewayPages.start(ANY_PORT, now::get, () -> "")) {
            URI page = pages.http().resolve("/health");

            // When
            HttpResponse<String> starting = ask(page, "GET");
            now.set(health(true, true));
            HttpResponse<String> up = ask(page, "GET");
            now.set(health(true, false));
            HttpResponse<String> degraded = ask(page, "GET");

            // Then
            assertThat(starting.statusCode()).isEqualTo(503);
            assertThat(starting.body()).startsWith("{\"status\":\"DOWN\"");
            assertThat(up.statusCode()).isEqualTo(200);
            assertThat(up.body())
                    .isEqualTo("{\"status\":\"UP\",\"gateway\":\"north\","
                            + "\"checks\":{\"events\":{\"status\":\"UP\",\"waiting\":3}}}");
            assertThat(degraded.statusCode()).isEqualTo(200);
            assertThat(degraded.body())
                    .contains("\"status\":\"DEGRADED\",\"gateway\"")
                    .contains("\"events\":{\"status\":\"DEGRADED\"");
        }
    }

    @Test
    void shouldBeReadOnlyAndHaveNoOtherPages() throws Exception {
        // Given
        try (GatewayPages pages = GatewayPages.start(ANY_PORT, () -> health(true, true), () -> "")) {
            // When, Then
            assertThat(ask(pages.http().resolve("/health"), "POST").statusCode())
                    .isEqualTo(405);
            assertThat(ask(pages.http().resolve("/health"), "HEAD").statusCode())
                    .isEqualTo(200);
            assertThat(ask(pages.http().resolve("/"), "GET").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldAnswerOthersWhenSomeDoNotEndTheirRequest() throws Exception {
        // Given
        try (GatewayPages pages = GatewayPages.start(ANY_PORT, () -> health(true, true), () -> "");
                Socket one = new Socket("127.0.0.1", pages.http().getPort());
                Socket another = new Socket("127.0.0.1", pages.http().getPort())) {
            one.getOutputStream().write('G');
            another.getOutputStream().write("GET /health HTTP/1.1\r\n".getBytes(StandardCharsets.UTF_8));

            // When, Then: twice, since they are surely read by the second time
            assertThat(ask(pages.http().resolve("/health"), "GET").statusCode()).isEqualTo(200);
            assertThat(ask(pages.http().resolve("/health"), "GET").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldShowWhatTheSocketsCounted() throws Exception {
        // Given
        CountDownLatch came = new CountDownLatch(1);
        byte[] message = "OPTIONS sip:alice@example.org SIP/2.0\r\nl: 0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        try (SipTransports transports = SipTransports.bind(TransportSettings.on(ANY_PORT));
                GatewayMetrics metrics = new GatewayMetrics("north");
                GatewayPages pages = GatewayPages.start(ANY_PORT, () -> health(true, true), metrics::scrape);
                DatagramSocket peer = new DatagramSocket()) {
            metrics.bind(transports);
            transports.start((flow, bytes) -> came.countDown());

            // When
            peer.send(new DatagramPacket(message, message.length, transports.local()));
            assertThat(came.await(10, TimeUnit.SECONDS)).isTrue();
            System.gc(); // the registry holds what it counts weakly
            HttpResponse<String> page = ask(pages.http().resolve("/metrics"), "GET");

            // Then
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body().lines())
                    .contains(
                            "tollgate_sip_datagrams_total{gateway=\"north\"} 1.0",
                            "tollgate_sip_datagrams_by_kind_total{gateway=\"north\",kind=\"message\"} 1.0",
                            "tollgate_sip_datagrams_by_kind_total{gateway=\"north\",kind=\"junk\"} 0.0",
                            "tollgate_sip_connections_open{gateway=\"north\"} 0.0",
                            "tollgate_sip_connections_closed_total{gateway=\"north\",reason=\"slow\"} 0.0",
                            "tollgate_sip_unsent_total{fault=\"overloaded\",gateway=\"north\"} 0.0");
        }
    }
}
