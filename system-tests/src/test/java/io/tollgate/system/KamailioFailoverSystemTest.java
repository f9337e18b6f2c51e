package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two Kamailios behind one gateway, reached over TCP by phones that speak UDP; then there is one. */
class KamailioFailoverSystemTest {

    /** Apart from the phones: on loopback a connection that Kamailio opens is its only by its network. */
    private static final String UPSTREAM = "127.0.0.31";

    @TempDir
    private Path directory;

    private Kamailio first;
    private Kamailio second;
    private GatewayProcess gateway;

    @BeforeAll
    static void findPrograms() {
        Installed.require("kamailio", "baresip");
    }

    @BeforeEach
    void start() throws IOException {
        first = Kamailio.registrar(Files.createDirectory(directory.resolve("first")), UPSTREAM);
        second = Kamailio.registrar(Files.createDirectory(directory.resolve("second")), UPSTREAM);
        gateway = Cluster.shared()
                .gateway(
                        "sip:%s;transport=tcp,sip:%s;transport=tcp".formatted(first.address(), second.address()),
                        "--upstream-networks=" + UPSTREAM + "/32");
    }

    @AfterEach
    void stop() {
        gateway.close();
        second.close();
        first.close();
    }

    @Test
    void shouldRegisterAndCallThroughTheOneThatIsLeft() {
        // Given
        first.close();
        String proxy = "sip:" + gateway.sip().hostPort();
        try (Baresip alice = Baresip.registered(directory, "failover-alice", proxy);
                Baresip bob = Baresip.registered(directory, "failover-bob", proxy)) {
            second.awaitRegistered(alice.user(), "<sip:" + gateway.sip().hostPort());
            second.awaitRegistered(bob.user(), "<sip:" + gateway.sip().hostPort());

            // When
            alice.dial(bob.user());

            // Then
            alice.awaitEstablished();
            bob.awaitEstablished();
            bob.hangUp();
            alice.awaitBye();
            assertThat(first.requests("failover-")).isEmpty();
        }
    }
}
