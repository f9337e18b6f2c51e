package io.tollgate.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.HostPort;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir
    private Path directory;

    @Test
    void shouldBeReachedWhereItSaysWhenItListensEverywhere() throws Exception {
        // Given
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new HostPort("0.0.0.0", 0), directory);
                Admin admin =
                        Admin.create(Map.of("bootstrap.servers", kafka.address().toString()))) {
            // When
            Node broker = admin.describeCluster()
                    .nodes()
                    .get(30, TimeUnit.SECONDS)
                    .iterator()
                    .next();

            // Then
            assertThat(new HostPort(broker.host(), broker.port())).isEqualTo(kafka.address());
            assertThat(kafka.address().host()).isNotEqualTo("0.0.0.0");
        }
    }
}
