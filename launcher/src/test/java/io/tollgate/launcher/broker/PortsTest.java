package io.tollgate.launcher.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.schemas.setting.HostPort;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void shouldHaveNothingAgainstAnyFreePortOfThisMachine() {
        // Given
        HostPort any = new HostPort("127.0.0.1", 0);

        // When // Then
        assertThat(Ports.tcpRefusal(any)).isEmpty();
        assertThat(Ports.udpRefusal(any)).isEmpty();
    }

    @Test
    void shouldTellPortsThatAreInUse() throws Exception {
        // Given
        try (ServerSocket tcp = new ServerSocket(0, 1, LOOPBACK);
                DatagramSocket udp = new DatagramSocket(0, LOOPBACK)) {
            // When // Then
            assertThat(Ports.tcpRefusal(new HostPort("127.0.0.1", tcp.getLocalPort())))
                    .hasValue("it is in use");
            assertThat(Ports.udpRefusal(new HostPort("127.0.0.1", udp.getLocalPort())))
                    .hasValue("it is in use");
        }
    }

    @Test
    void shouldTellAddressesOfOtherMachines() {
        // Given
        HostPort documentation = new HostPort("192.0.2.1", 5060);

        // When // Then
        assertThat(Ports.tcpRefusal(documentation)).hasValue("its host is not an address of this machine");
        assertThat(Ports.udpRefusal(documentation)).hasValue("its host is not an address of this machine");
    }

    @Test
    void shouldTellNamesThatNobodyKnows() {
        // Given
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("nowhere", 5060);

        // When // Then
        assertThat(Ports.refusal(unknown, address -> {})).hasValue("its host cannot be resolved");
    }

    @Test
    void shouldTellPortsThatTheProcessMayNotTake() {
        // Given
        InetSocketAddress privileged = new InetSocketAddress(LOOPBACK, 80);

        // When // Then
        assertThat(Ports.refusal(privileged, address -> {
                    if (address.getPort() != 0) {
                        throw new BindException("Permission denied");
                    }
                }))
                .hasValue("this process is not permitted to take that port");
    }

    @Test
    void shouldTakeAnotherPortThanTheOneThatIsSpokenFor() {
        // Given
        Iterator<Integer> free = List.of(9092, 9092, 9093).iterator();

        // When
        int port = Ports.otherThan(9092, free::next);

        // Then
        assertThat(port).isEqualTo(9093);
    }
}
