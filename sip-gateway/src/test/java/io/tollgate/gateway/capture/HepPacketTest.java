package io.tollgate.gateway.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HepPacketTest {
    private static final long AT_MICROS = 1_700_000_000_123_456L;
    private static final byte[] MESSAGE = "SIP!".getBytes(StandardCharsets.US_ASCII);

    @Test
    void shouldWriteEachChunkWhenAMessageCameOverUdp() {
        // Given
        Flow flow = Flow.to(Transport.UDP, address("192.0.2.1", 5060), address("198.51.100.7", 40_000));

        // When
        String packet = packet("192.0.2.1", null, new Copy(AT_MICROS, flow, true, MESSAGE));

        // Then: magic and length, then vendor, type, length and value of each, written out from the specification
        assertThat(packet)
                .isEqualTo("48455033" + "0067"
                        + "0000" + "0001" + "0007" + "02"
                        + "0000" + "0002" + "0007" + "11"
                        + "0000" + "0003" + "000a" + "c6336407"
                        + "0000" + "0004" + "000a" + "c0000201"
                        + "0000" + "0007" + "0008" + "9c40"
                        + "0000" + "0008" + "0008" + "13c4"
                        + "0000" + "0009" + "000a" + "6553f100"
                        + "0000" + "000a" + "000a" + "0001e240"
                        + "0000" + "000b" + "0007" + "01"
                        + "0000" + "000c" + "000a" + "fffffffe"
                        + "0000" + "000f" + "000a" + "53495021");
    }

    @Test
    void shouldTurnTheAddressesRoundWhenAMessageWasSent() {
        // Given
        Flow flow = Flow.to(Transport.TCP, address("192.0.2.1", 5060), address("198.51.100.7", 40_000));

        // When
        String packet = packet("192.0.2.1", null, new Copy(AT_MICROS, flow, false, MESSAGE));

        // Then
        assertThat(packet)
                .contains("00000002000706")
                .contains("00000003000ac0000201")
                .contains("00000004000ac6336407")
                .contains("00000007000813c4")
                .contains("0000000800089c40");
    }

    @Test
    void shouldWriteLongAddressesWhenThePeerSpeaksIpv6() {
        // Given
        Flow flow = Flow.to(Transport.UDP, address("2001:db8::1", 5060), address("2001:db8::7", 5062));

        // When
        String packet = packet("2001:db8::1", null, new Copy(AT_MICROS, flow, true, MESSAGE));

        // Then
        assertThat(packet)
                .contains("0000000100070a")
                .contains("00000005001620010db8000000000000000000000007")
                .contains("00000006001620010db8000000000000000000000001");
    }

    @Test
    void shouldNameItselfWhenTheSocketIsBoundToAllAddresses() {
        // Given
        Flow flow = Flow.to(Transport.UDP, address("0.0.0.0", 5060), address("198.51.100.7", 5062));

        // When
        String packet = packet("203.0.113.9", null, new Copy(AT_MICROS, flow, true, MESSAGE));

        // Then
        assertThat(packet).contains("00000004000acb007109");
    }

    @Test
    void shouldNameNobodyWhenItHasNoAddressOfThePeersFamily() {
        // Given
        Flow flow = Flow.to(Transport.UDP, address("::", 5060), address("198.51.100.7", 5062));

        // When
        String packet = packet("2001:db8::1", null, new Copy(AT_MICROS, flow, true, MESSAGE));

        // Then
        assertThat(packet).contains("00000003000ac6336407").contains("00000004000a00000000");
    }

    @Test
    void shouldCarryThePasswordWhenThereIsOne() {
        // Given
        Flow flow = Flow.to(Transport.UDP, address("192.0.2.1", 5060), address("198.51.100.7", 5062));

        // When
        String packet = packet("192.0.2.1", "abc", new Copy(AT_MICROS, flow, true, MESSAGE));

        // Then
        assertThat(packet).contains("0000000e0009616263").endsWith("0000000f000a53495021");
    }

    @Test
    void shouldWriteTheLongestMessageThatFitsAndNoLongerOne() {
        // Given
        Flow flow = Flow.to(Transport.TCP, address("192.0.2.1", 5060), address("198.51.100.7", 5062));
        int overhead = 0x67 - MESSAGE.length;
        ByteBuffer buffer = ByteBuffer.allocate(HepPacket.LONGEST_BYTES);
        HepPacket packet = new HepPacket(flow.local().getAddress(), 1, null);

        // When
        boolean longest =
                packet.write(buffer, new Copy(AT_MICROS, flow, true, new byte[HepPacket.LONGEST_BYTES - overhead]));
        int length = buffer.remaining();
        boolean longer =
                packet.write(buffer, new Copy(AT_MICROS, flow, true, new byte[HepPacket.LONGEST_BYTES - overhead + 1]));

        // Then
        assertThat(longest).isTrue();
        assertThat(length).isEqualTo(HepPacket.LONGEST_BYTES);
        assertThat(longer).isFalse();
    }

    private static String packet(String self, @Nullable String password, Copy copy) {
        ByteBuffer buffer = ByteBuffer.allocate(HepPacket.LONGEST_BYTES);
        HepPacket packet = new HepPacket(address(self, 0).getAddress(), 0xfffffffeL, password);
        assertThat(packet.write(buffer, copy)).isTrue();
        byte[] written = new byte[buffer.remaining()];
        buffer.get(written);
        return HexFormat.of().formatHex(written);
    }

    private static InetSocketAddress address(String literal, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByName(literal), port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
