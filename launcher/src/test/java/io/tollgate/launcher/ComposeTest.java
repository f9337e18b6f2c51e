package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.tollgate.schemas.setting.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The composition configures Tollgate by settings that there are, with values that they take. */
class ComposeTest {

    private static final Map<String, Verb> VERBS =
            Map.of("gateway", new GatewayCommand(), "streams", new StreamsCommand());

    @Test
    void shouldSetOnlyWhatTheCommandTakes() throws IOException {
        // Given
        JsonNode services = services();
        Set<String> seen = new HashSet<>();

        // When
        for (Map.Entry<String, JsonNode> service : services.properties()) {
            Verb verb = VERBS.get(service.getValue().path("command").path(0).asText());
            if (verb == null) {
                continue;
            }
            seen.add(verb.name());
            Map<String, ? extends Setting<?>> settings =
                    verb.settings().stream().collect(Collectors.toMap(Setting::environmentName, setting -> setting));

            // Then
            for (Map.Entry<String, JsonNode> variable :
                    service.getValue().path("environment").properties()) {
                assertThat(settings).as(service.getKey()).containsKey(variable.getKey());
                assertThatCode(() -> settings.get(variable.getKey())
                                .kind()
                                .read(variable.getValue().asText()))
                        .as("%s: %s", service.getKey(), variable)
                        .doesNotThrowAnyException();
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(VERBS.keySet());
    }

    @Test
    void shouldGiveTollgatesNamesToTollgatesServicesAlone() throws IOException {
        // Given
        JsonNode services = services();

        // When
        List<String> strangers = services.properties().stream()
                .filter(service -> !VERBS.containsKey(
                        service.getValue().path("command").path(0).asText()))
                .filter(service -> service.getValue().path("environment").properties().stream()
                        .anyMatch(variable -> variable.getKey().startsWith(Setting.ENVIRONMENT_PREFIX)))
                .map(Map.Entry::getKey)
                .toList();

        // Then
        assertThat(strangers).isEmpty();
    }

    @Test
    void shouldCheckTheHealthOfEachServiceThatStays() throws IOException {
        // Given
        JsonNode services = services();

        // When
        List<String> unchecked = services.properties().stream()
                .filter(service ->
                        service.getValue().path("healthcheck").path("test").isMissingNode())
                .map(Map.Entry::getKey)
                .toList();

        // Then the secret's maker is the one that ends by itself
        assertThat(unchecked).containsExactly("secret");
    }

    @Test
    void shouldMountFilesThatAreThere() throws IOException {
        // Given
        List<Path> mounted = services().findValues("volumes").stream()
                .flatMap(volumes -> StreamSupport.stream(volumes.spliterator(), false))
                .map(JsonNode::asText)
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> Path.of("..", volume.split(":")[0]))
                .toList();

        // Then
        assertThat(mounted).isNotEmpty().allMatch(Files::exists);
    }

    /** The streams' volumes would outlive what the broker told them, and their offsets with it. */
    @Test
    void shouldKeepTheBrokersLogInItsVolume() throws IOException {
        // Given
        JsonNode kafka = services().path("kafka");

        // When
        String logs = kafka.path("environment").path("KAFKA_LOG_DIRS").asText();

        // Then
        assertThat(kafka.path("volumes").path(0).asText()).isEqualTo("kafka:" + logs);
    }

    @Test
    void shouldBuildStagesThatTheDockerfileHas() throws IOException {
        // Given
        String dockerfile = Files.readString(Path.of("..", "Dockerfile"));

        // When
        List<String> stages = services().findValuesAsText("target");

        // Then
        assertThat(stages)
                .contains("upstream", "names", "tollgate")
                .allMatch(stage -> dockerfile.contains(" AS " + stage + "\n"));
        assertThat(dockerfile.substring(dockerfile.indexOf(" AS tollgate"))).contains("USER tollgate");
    }

    @Test
    void shouldLetPrometheusAskEachProcess() throws IOException {
        // Given
        String prometheus = Files.readString(MonitoringPages.DIRECTORY.resolve("prometheus.yml"));

        // When
        List<String> pages = Stream.of("TOLLGATE_HTTP", "TOLLGATE_GATEWAY_HTTP")
                .flatMap(name -> services().findValuesAsText(name).stream())
                .toList();

        // Then
        assertThat(pages).hasSize(4).allMatch(prometheus::contains);
    }

    @Test
    void shouldHaveOneNameThatLeadsToEachGateway() throws IOException {
        // Given
        JsonNode services = services();
        Map<String, String> gateways = new TreeMap<>();
        services.properties().stream()
                .filter(service ->
                        service.getValue().path("command").path(0).asText().equals("gateway"))
                .forEach(service -> gateways.put(
                        service.getKey(),
                        service.getValue()
                                .path("environment")
                                .path("TOLLGATE_SIP")
                                .asText()));
        List<String> records = StreamSupport.stream(
                        services.path("names").path("command").spliterator(), false)
                .map(JsonNode::asText)
                .toList();

        // When
        List<String> wanted = gateways.entrySet().stream()
                .flatMap(gateway -> {
                    String host = gateway.getKey() + ".tollgate.internal";
                    String[] address = gateway.getValue().split(":");
                    return Stream.of(
                            "--srv-host=_sip._udp.sip.tollgate.internal," + host + "," + address[1] + ",10,50",
                            "--srv-host=_sip._tcp.sip.tollgate.internal," + host + "," + address[1] + ",10,50",
                            "--host-record=" + host + "," + address[0]);
                })
                .toList();

        // Then
        assertThat(gateways).hasSize(2);
        assertThat(records).containsExactlyInAnyOrderElementsOf(wanted);
    }

    private static JsonNode services() {
        try {
            return new YAMLMapper()
                    .readTree(Path.of("..", "docker-compose.yml").toFile())
                    .path("services");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
