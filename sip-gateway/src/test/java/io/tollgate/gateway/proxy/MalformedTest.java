package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.phone.MalformedMessages;
import java.util.List;
import org.junit.jupiter.api.Test;

class MalformedTest {
    @Test
    void shouldRefuseSixtyKindsOfWhatIsNoSip() {
        // Given
        List<byte[]> all = MalformedMessages.all();

        // Then
        assertThat(all).hasSize(60);
        for (int i = 0; i < all.size(); i++) {
            byte[] one = all.get(i);
            assertThatThrownBy(() -> SipMessage.parse(one)).as("number %d", i).isInstanceOf(MalformedMessage.class);
        }
    }
}
