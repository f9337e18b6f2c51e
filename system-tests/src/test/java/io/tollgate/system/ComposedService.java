package io.tollgate.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * One service of {@code docker-compose.yml}, so that tests start the container that the composition has and not another
 * one of that name.
 *
 * @param health a shell's command that succeeds once the service can be used
 */
record ComposedService(String image, Map<String, String> environment, String health) {

    private static final Path COMPOSITION = Path.of("..", "docker-compose.yml");
    private static final String HOST = "127.0.0.1";
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1([:/])(\\d{1,5})");

    /** Reads it from the composition of this repository. */
    static ComposedService read(String name) {
        JsonNode service;
        try {
            service = new YAMLMapper()
                    .readTree(COMPOSITION.toFile())
                    .path("services")
                    .path(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (service.isMissingNode()) {
            throw new IllegalArgumentException("the composition has no service " + name);
        }
        Map<String, String> environment = new LinkedHashMap<>();
        service.path("environment")
                .properties()
                .forEach(variable ->
                        environment.put(variable.getKey(), variable.getValue().asText()));
        return new ComposedService(
                service.path("image").asText(),
                environment,
                command(service.path("healthcheck").path("test")));
    }

    /** CMD-SHELL and a line, or CMD and words without anything that a shell would change. */
    private static String command(JsonNode test) {
        return StreamSupport.stream(test.spliterator(), false)
                .skip(1)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }

    /** The same at other ports of loopback, where the composition's own may be taken. */
    ComposedService at(Map<Integer, Integer> ports) {
        UnaryOperator<String> moved = text -> ADDRESS.matcher(text).replaceAll(found -> {
            int port = Integer.parseInt(found.group(2));
            return HOST + found.group(1) + ports.getOrDefault(port, port);
        });
        Map<String, String> elsewhere = new LinkedHashMap<>(environment);
        elsewhere.replaceAll((name, value) -> moved.apply(value));
        return new ComposedService(image, elsewhere, moved.apply(health));
    }

    /** The same with one more variable, or another value of one. */
    ComposedService with(String variable, String value) {
        Map<String, String> more = new LinkedHashMap<>(environment);
        more.put(variable, value);
        return new ComposedService(image, more, health);
    }
}
