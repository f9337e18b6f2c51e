package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tollgate.enforcement.account.CallStep;
import io.tollgate.enforcement.metrics.EnforcementMetrics;
import io.tollgate.gateway.Gateway;
import io.tollgate.gateway.config.GatewaySettings;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.phone.TestUpstream;
import io.tollgate.schemas.setting.SettingSources;
import io.tollgate.schemas.setting.Settings;
import io.tollgate.testsupport.scenario.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is said of metrics, by what a gateway and the streams application really export. Kafka is away,
 * and the gateway refuses calls until it is there: the events wait.
 */
class MonitoringIT {

    private static final Pattern EQUATION = Pattern.compile("^- `([a-z_ +]+) = ([a-z_ +]+)`");

    @TempDir
    static Path directory;

    private static TestUpstream upstream;
    private static Gateway gateway;

    @BeforeAll
    static void startGateway() throws Exception {
        upstream = TestUpstream.open("127.0.0.1", 0);
        Path secret = Files.writeString(directory.resolve("secret"), "000102030405060708090a0b0c0d0e0f\n");
        Map<String, String> options = Map.of(
                "upstream", upstream.uri(),
                "secret-file", secret.toString(),
                "sip", "127.0.0.1:0",
                "kafka", "127.0.0.1:9",
                "gateway-id", "g",
                "gateway-http", "127.0.0.1:0",
                "hep", "127.0.0.1:9",
                "data", directory.toString());
        gateway = Gateway.start(GatewaySettings.of(
                Settings.read(GatewaySettings.ALL, SettingSources.of(options, Map.of())),
                Map.of("max.block.ms", "200", "request.timeout.ms", "200", "default.api.timeout.ms", "300")));
    }

    @AfterAll
    static void close() {
        gateway.close();
        upstream.close();
    }

    @Test
    void shouldExportWhatAlertsAndDashboardAskFor() throws Exception {
        // Given
        Set<String> asked = new TreeSet<>(MonitoringPages.read().metrics());
        System.gc(); // whose pauses show when there was one

        // When
        Set<String> exported = new TreeSet<>(names(streamsPage()));
        Await.until(
                "all metrics that are asked for",
                Await.PATIENCE,
                () -> {
                    exported.addAll(names(page()));
                    return exported.containsAll(asked);
                },
                () -> asked.stream().filter(name -> !exported.contains(name)).toList());

        // Then
        assertThat(asked).hasSizeGreaterThan(50);
    }

    @Test
    void shouldKeepTheEquationsThatTheReadmeStates() throws Exception {
        // Given
        List<String> equations = Files.readAllLines(Path.of("..", "README.md")).stream()
                .filter(line -> EQUATION.matcher(line).find())
                .toList();
        assertThat(equations).hasSizeGreaterThan(5);

        // When calls come to a gateway that has not read blacklist and accounts, one of them unreadable, and noise
        try (Phone alice = Phone.of("alice")
                        .bind("127.0.0.1", 0)
                        .proxy(Hop.udp(gateway.sip().toString()))
                        .open();
                Socket idle = new Socket(gateway.sip().host(), gateway.sip().port())) {
            assertThat(idle.isConnected()).isTrue();
            alice.invite("4930123456").awaitEnded();
        }
        send("INVITE sip:1@127.0.0.1 SIP/2.0\r\nl: 0\r\n\r\n");
        send("noise");

        // Then
        Await.until(
                "equations to hold",
                Await.PATIENCE,
                () -> equations.stream().allMatch(this::holds)
                        && value("calls_attempted") > 0
                        && value("hep_messages") > 0,
                () -> equations.stream().filter(each -> !holds(each)).toList());
    }

    private boolean holds(String line) {
        var equation = EQUATION.matcher(line);
        assertThat(equation.find()).isTrue();
        return sum(equation.group(1)) == sum(equation.group(2));
    }

    private double sum(String side) {
        return Arrays.stream(side.split(" \\+ ")).mapToDouble(this::value).sum();
    }

    private double value(String name) {
        Pattern sample = Pattern.compile("tollgate_" + name + "(?:_total)?(?:\\{.*})? (.*)");
        List<Double> values = (name.startsWith("input_") ? streamsPage() : page())
                .lines()
                .map(sample::matcher)
                .filter(Matcher::matches)
                .map(found -> Double.valueOf(found.group(1)))
                .toList();
        assertThat(values).as(name).isNotEmpty();
        return values.stream().mapToDouble(each -> each).sum();
    }

    private void send(String datagram) throws IOException {
        byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, gateway.sip().toSocketAddress()));
        }
    }

    private static String page() {
        HttpRequest request =
                HttpRequest.newBuilder(gateway.http().resolve("/metrics")).build();
        try {
            return HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** As of an instance that has counted one of each kind. */
    private static String streamsPage() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        EnforcementMetrics metrics = new EnforcementMetrics(registry);
        metrics.observe(() -> true, () -> 0);
        metrics.read("tollgate.verdicts");
        metrics.accepted("tollgate.verdicts");
        metrics.callEvent(CallStep.Outcome.APPLIED);
        metrics.admission(true);
        metrics.adjustment(CallStep.Outcome.APPLIED);
        return registry.scrape();
    }

    private static Set<String> names(String page) {
        return page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[ {]", 2)[0])
                .collect(Collectors.toSet());
    }
}
