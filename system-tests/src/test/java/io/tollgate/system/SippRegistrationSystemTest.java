package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.testsupport.scenario.Installed;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many phones that register at once over one connection, as behind an access concentrator; by SIPp, at Kamailio. */
class SippRegistrationSystemTest {
    private static final int USERS = 200;
    private static final int PER_SECOND = 100;

    private static Site site;

    @TempDir
    private Path directory;

    @BeforeAll
    static void findProgramsAndStart() {
        Installed.require("sipp", "kamailio");
        site = Site.shared();
    }

    @Test
    void shouldRegisterAllOverOneConnection() {
        // When
        try (Sipp sipp = Sipp.registrations(
                        directory,
                        "127.0.0.32",
                        USERS,
                        PER_SECOND,
                        site.gateway().sip().hostPort())
                .awaitDone()) {

            // Then
            assertThat(sipp.total("SuccessfulCall")).as(sipp::toString).isEqualTo(USERS);
            assertThat(sipp.total("FailedCall")).as(sipp::toString).isZero();
            site.kamailio()
                    .awaitRegistered("sipp-0199", "<sip:" + site.gateway().sip().hostPort());
        }
    }
}
