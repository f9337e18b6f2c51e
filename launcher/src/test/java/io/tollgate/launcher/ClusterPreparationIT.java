package io.tollgate.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.launcher.broker.EmbeddedKafka;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPreparationIT {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path directory;

    @Test
    void shouldGiveUpWhenThereAreFewerBrokersThanReplicas() {
        // Given
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new HostPort("127.0.0.1", 0), directory)) {
            ClusterPreparation preparation = preparation(kafka.address(), (short) 3);

            // When // Then
            assertThatThrownBy(preparation::createTopics)
                    .isInstanceOfSatisfying(
                            SettingsRefused.class,
                            refused -> assertThat(refused.faults())
                                    .singleElement()
                                    .asString()
                                    .startsWith("replication: '3' is refused"));
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("trying again");

            // and the brokers' own default does
            preparation(kafka.address(), (short) -1).createTopics();
        }
    }

    private ClusterPreparation preparation(HostPort kafka, short replication) {
        Progress progress = new Progress(new PrintStream(err, true, StandardCharsets.UTF_8));
        return new ClusterPreparation(List.of(kafka), Map.of(), List.of(), 1, replication, progress);
    }
}
