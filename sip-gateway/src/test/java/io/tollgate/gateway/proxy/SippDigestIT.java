package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.phone.TestUpstream;
import io.tollgate.testsupport.scenario.Await;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIPp's own digest, which signs the proxy's address in place of what it calls. */
class SippDigestIT {
    private static final int CALLS = 20;

    @TempDir
    private Path directory;

    @Test
    void shouldVerifySippsAnswers() throws Exception {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        assumeTrue(
                Stream.of(path.split(":")).anyMatch(part -> Files.isExecutable(Path.of(part, "sipp"))),
                "skipped: there is no sipp on this machine");
        // Given
        Path scenario = directory.resolve("digest.xml");
        try (TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
                ProxyRig rig = new ProxyRig(upstream.address());
                var text = Objects.requireNonNull(SippDigestIT.class.getResourceAsStream("/sipp/digest.xml"))) {
            Files.copy(text, scenario);
            String ha1 = DigestScript.ha1("alice", "tollgate", "secret");
            rig.accounts.put(
                    new AccountSettings("alice", true, List.of(), List.of(), false, null, false, ha1, null, null));

            // When
            Process sipp = new ProcessBuilder(
                            "sipp",
                            rig.udp().hostPort(),
                            "-sf",
                            scenario.toString(),
                            "-i",
                            "127.0.0.1",
                            "-p",
                            String.valueOf(freePort()),
                            "-m",
                            String.valueOf(CALLS),
                            "-r",
                            String.valueOf(CALLS),
                            "-nostdin",
                            "-timeout",
                            "30s")
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output").toFile())
                    .start();
            try {
                assertThat(sipp.waitFor(40, TimeUnit.SECONDS)).isTrue();
            } finally {
                sipp.destroyForcibly();
            }

            // Then
            String output = Files.readString(directory.resolve("output"), StandardCharsets.UTF_8);
            assertThat(sipp.exitValue()).as(output).isZero();
            Await.until(
                    "answers of a proven account",
                    Duration.ofSeconds(10),
                    () -> rig.events.stream().filter(SippDigestIT::proven).count() == CALLS,
                    () -> rig.events);
            assertThat(rig.counters.challenged()).isEqualTo(CALLS);
            assertThat(rig.counters.failedAuthentications()).isZero();
        }
    }

    private static boolean proven(CallEvent event) {
        return event.happening() instanceof Happening.Answered
                && event.identity() == Identity.DIGEST
                && event.call().account().equals("alice");
    }

    private static int freePort() throws Exception {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
