package io.tollgate.launcher.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventStreamTest {

    @Test
    void shouldReadEventsAndPassOverTheRest() throws IOException {
        // Given
        String text = "retry: 1000\n: listening\n\n"
                + "event: AccountState\nid: 1-2\ndata: {\"account\": \"zoë\"}\n\n"
                + ": heartbeat\n\n"
                + "event: nothing\n\n"
                + "data:{}\r\n\r\n"
                + "event: cut\ndata: {";

        // When, Then
        assertThat(all(text))
                .containsExactly(
                        new EventStream.Event("AccountState", "{\"account\": \"zoë\"}"),
                        new EventStream.Event("", "{}"));
    }

    private static List<EventStream.Event> all(String text) throws IOException {
        List<EventStream.Event> events = new ArrayList<>();
        try (var stream = new EventStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
            for (var event = stream.next(); event.isPresent(); event = stream.next()) {
                events.add(event.get());
            }
        }
        return events;
    }
}
