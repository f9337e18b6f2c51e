package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.testsupport.fixture.Accounts;
import org.junit.jupiter.api.Test;

/** How many calls an account may have at one time. */
class ChannelsSystemTest {
    private final Cluster cluster = Cluster.shared();

    @Test
    void shouldFreeChannelWhenCallEnds() {
        // Given
        cluster.provision(Accounts.account("channels-one").setChannelLimit(3).build());
        try (Phone phone = cluster.first().phone("channels-one").open()) {
            PlacedCall call = phone.invite("4930123456");
            call.awaitAnswered();
            cluster.awaitChannels("channels-one", 1);

            // When
            call.hangUp();
            call.awaitEnded();

            // Then
            cluster.awaitChannels("channels-one", 0);
            assertThat(cluster.awaitEvents(call.callId(), "channels-one", 4)).hasSize(4);
        }
    }
}
