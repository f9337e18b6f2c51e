package io.tollgate.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.FraudVerdict;
import io.tollgate.schemas.serde.HttpSchemaRegistry;
import io.tollgate.schemas.serde.RegistryRefusal;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.setting.HostPort;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our own client against our own registry, with the schemas that Tollgate registers. */
class RegistryClientIT {

    private final RememberedLog log = new RememberedLog();
    private final EmbeddedRegistry registry = EmbeddedRegistry.start(new HostPort("127.0.0.1", 0), log);
    private final HttpSchemaRegistry client = new HttpSchemaRegistry(registry.uri());

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void shouldTakeEverySchemaOfTheContractAsItIsWritten() {
        // When
        Schemas.registerAll(client);

        // Then
        for (Topic topic : Topics.ALL) {
            if (topic.value() != null) {
                assertThat(client.latest(topic.subject()).text()).isEqualTo(Schemas.text(topic.value()));
            }
        }
    }

    @Test
    void shouldGiveTheSameIdsWhenRegisteredAgain() {
        // Given
        Schemas.registerAll(client);
        int before = client.latest(Topics.VERDICTS.subject()).id();

        // When
        Schemas.registerAll(client);

        // Then
        assertThat(client.lookup(Topics.VERDICTS.subject(), Schemas.text(FraudVerdict.class)))
                .isEqualTo(before);
        assertThat(client.byId(before)).isEqualTo(Schemas.text(FraudVerdict.class));
    }

    @Test
    void shouldRefuseInWordsThatTheClientKnows() {
        // When
        ThrowingCallable lookup = () -> client.lookup("nobody's", Schemas.text(FraudVerdict.class));

        // Then
        assertThatThrownBy(lookup)
                .isInstanceOfSatisfying(
                        RegistryRefusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(40401));
    }
}
