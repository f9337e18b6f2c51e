package io.tollgate.gateway.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StunTest {
    private static final InetSocketAddress SOURCE = new InetSocketAddress("192.0.2.1", 32_853);

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    /** The mapped addresses of RFC 5769 sections 2.2 and 2.3, with its transaction id. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 0101000c2112a442b7e7a701bc34d686fa87dfae002000080001a147e112a643",
        "2001:db8:1234:5678:11:2233:4455:6677,"
                + "010100182112a442b7e7a701bc34d686fa87dfae002000140002a147"
                + "0113a9faa5d3f179bc25f4b5bed2b9d9"
    })
    void shouldTellTheSourceItsAddress(String source, String expected) {
        // When
        ByteBuf answer =
                Stun.answer(bytes("000100002112a442b7e7a701bc34d686fa87dfae"), new InetSocketAddress(source, 32_853));

        // Then
        assertThat(ByteBufUtil.hexDump(Objects.requireNonNull(answer))).isEqualTo(expected);
    }

    @Test
    void shouldPassOverWhatItMay() {
        assertThat(Stun.answer(bytes("0001000c2112a442b7e7a701bc34d686fa87dfae802200056162636465000000"), SOURCE))
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "000100002112a442b7e7a701bc34d686fa87df", // cut off
                "000100042112a442b7e7a701bc34d686fa87dfae", // says more than came
                "000100002112a443b7e7a701bc34d686fa87dfae", // another cookie
                "010100002112a442b7e7a701bc34d686fa87dfae", // a response, which must not be answered
                "000100082112a442b7e7a701bc34d686fa87dfae0006000461626364", // wants what we do not know
                "000100082112a442b7e7a701bc34d686fa87dfae8022ffff61626364" // an attribute beyond the end
            })
    void shouldAnswerNothingElse(String request) {
        assertThat(Stun.answer(bytes(request), SOURCE)).isNull();
    }
}
