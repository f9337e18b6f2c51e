package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.topic.Cleanup;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** docs/data.md says of each topic how long it is kept and what is personal in it. */
class DataPageTest {

    private static final List<String> PERSONAL = List.of("account", "caller", "callee", "destination");

    private static Map<String, List<String>> rows() throws IOException {
        return Files.readAllLines(Path.of("..", "docs", "data.md")).stream()
                .filter(line -> line.startsWith("| `tollgate."))
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList())
                .collect(Collectors.toMap(cells -> cells.get(1).replace("`", ""), cells -> cells));
    }

    static Stream<Topic> topics() {
        return Topics.ALL.stream();
    }

    @Test
    void shouldNameEachTopic() throws IOException {
        assertThat(rows()).containsOnlyKeys(topics().map(Topic::name).toList());
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldSayHowLongItIsKept(Topic topic) throws IOException {
        assertThat(rows().get(topic.name()).get(2)).startsWith(kept(topic));
    }

    private static String kept(Topic topic) {
        Duration time = topic.retention();
        if (topic.cleanup() == Cleanup.COMPACT) {
            return topic.equals(Topics.DIALOGS) ? "as long as the call" : "until ";
        }
        if (time.isNegative()) {
            return "for ever";
        }
        return time.toDays() > 1 ? time.toDays() + " days" : time.toHours() + " hour";
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldSayWhatIsPersonal(Topic topic) throws IOException {
        if (topic.value() == null || topic.equals(Topics.DIALOGS)) {
            return; // bytes of others; and its fields are Tollgate's own affair
        }
        List<String> fields = SpecificData.get().getSchema(topic.value()).getFields().stream()
                .map(Schema.Field::name)
                .filter(PERSONAL::contains)
                .toList();
        String told = rows().get(topic.name()).get(3);
        assertThat(fields).as(told).allMatch(told::contains);
    }
}
