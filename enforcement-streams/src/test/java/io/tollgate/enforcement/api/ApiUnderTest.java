package io.tollgate.enforcement.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.testsupport.time.SettableClock;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The API at a free port, over a ledger and a log of the test's. Asked over a bare socket: paths and headers go out as
 * they are written here, and nothing is filled in.
 */
final class ApiUnderTest implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final JsonMapper JSON = new JsonMapper();

    final FixedLedger ledger = new FixedLedger();
    final SettableClock clock = SettableClock.at(NOW);
    final RecordedInputs inputs = new RecordedInputs();
    private final HttpApi api;
    private int pauses;
    private Runnable duringPause = () -> {};

    ApiUnderTest(@Nullable String token) {
        this(token, null);
    }

    /** @param reads what it also tells; null: nothing */
    ApiUnderTest(@Nullable String token, @Nullable Reads reads) {
        api = HttpApi.start(
                HostPort.parse("127.0.0.1:0"),
                token,
                new ApiPorts(
                        () -> new Health(true, "running"), () -> "metrics", ledger, inputs, clock, duration -> pause()),
                reads);
    }

    /** An answer's status, headers and body. */
    record Answer(int status, Map<String, String> headers, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException malformed) {
                throw new AssertionError("no JSON: " + body, malformed);
            }
        }

        String text(String field) {
            return json().path(field).asText();
        }
    }

    HttpApi api() {
        return api;
    }

    Answer get(String path) {
        return send("GET", path, "", null);
    }

    Answer delete(String path) {
        return send("DELETE", path, "", null);
    }

    Answer post(String path, String json) {
        return send("POST", path, "Content-Type: application/json\r\n", json);
    }

    Answer put(String path, String json) {
        return send("PUT", path, "Content-Type: application/json\r\n", json);
    }

    /** Sends a request with these header lines, and a body if there is one. */
    Answer send(String method, String path, String headers, @Nullable String body) {
        byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        var head = method + " " + path + " HTTP/1.1\r\nHost: " + api.uri().getAuthority() + "\r\nConnection: close\r\n"
                + headers + (body == null ? "" : "Content-Length: " + content.length + "\r\n") + "\r\n";
        return raw(head.getBytes(StandardCharsets.UTF_8), content);
    }

    /** Sends bytes and reads to the end. */
    Answer raw(byte[] head, byte[] content) {
        try (var socket = new Socket(api.uri().getHost(), api.uri().getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(head);
            socket.getOutputStream().write(content);
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new AssertionError("no answer", broken);
        }
    }

    private static Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        var lines = text.substring(0, end).lines().toList();
        Map<String, String> headers = lines.stream()
                .skip(1)
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(':')),
                        line -> line.substring(line.indexOf(':') + 1).strip(),
                        (one, other) -> one + ", " + other,
                        () -> new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
        return new Answer(Integer.parseInt(lines.get(0).split(" ")[1]), headers, text.substring(end + 4));
    }

    /** What happens while the API waits for something to show. */
    void duringPause(Runnable what) {
        duringPause = what;
    }

    int pauses() {
        return pauses;
    }

    private void pause() {
        pauses++;
        duringPause.run();
    }

    @Override
    public void close() {
        api.close();
    }
}
