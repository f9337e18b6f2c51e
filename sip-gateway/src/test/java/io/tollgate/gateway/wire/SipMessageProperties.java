package io.tollgate.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

/** Whatever bytes come, the view reads them or says which fault they have, and a splice without edits changes nothing. */
class SipMessageProperties {
    private static final byte[] VALID = SipMessageTest.INVITE.getBytes(StandardCharsets.UTF_8);

    @Property(tries = 2_000)
    void shouldReadOrRejectWhenBytesAreArbitrary(@ForAll @Size(max = 400) byte[] bytes) {
        readOrReject(bytes);
    }

    @Property(tries = 5_000)
    void shouldReadOrRejectWhenAValidMessageIsDamaged(
            @ForAll @IntRange(max = 400) int at, @ForAll byte damage, @ForAll @IntRange(max = 400) int cut) {
        byte[] bytes = VALID.clone();
        bytes[at % bytes.length] = damage;
        readOrReject(Arrays.copyOf(bytes, bytes.length - cut % bytes.length));
    }

    private static void readOrReject(byte[] bytes) {
        try {
            SipMessage message = SipMessage.parse(bytes.clone());
            assertThat(new Splice(message).bytes()).isEqualTo(Arrays.copyOf(bytes, message.length()));
            for (HeaderName name : HeaderName.values()) {
                message.elements(name).forEach(message::text);
            }
            message.fromTag();
            message.toTag();
        } catch (MalformedMessage expected) {
            assertThat(expected.fault()).isNotNull();
        }
    }

    @Property
    void shouldReadTheUriOrSayThatItIsNone(
            @ForAll @StringLength(max = 20) @Chars({'a', '1', ':', '@', ';', '=', '[', ']', '?', '.', ' '})
                    String rest) {
        SipUri uri = SipUri.parse("sip:" + rest);
        if (uri != null) {
            assertThat(uri.portOrDefault()).isBetween(1, 65_535);
            assertThat(uri.host()).isNotEmpty();
        }
    }
}
