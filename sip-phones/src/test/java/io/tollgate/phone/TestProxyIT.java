package io.tollgate.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operator's proxy of the tests, between two phones and an upstream. */
class TestProxyIT {
    private final TestUpstream upstream = TestUpstream.open("127.0.0.1", 0);
    private final TestProxy proxy = TestProxy.builder()
            .upstream(upstream.phone().hop())
            .challenging("tollgate.test")
            .user("alice", "secret")
            .open();
    private final Phone alice = Phone.of("alice")
            .proxy(Hop.udp(proxy.address()))
            .credentials("alice", "secret")
            .open();
    private final Phone bob = Phone.of("bob")
            .proxy(Hop.udp(proxy.address()))
            .answering(Answering.byHand())
            .open();

    @BeforeEach
    void register() throws Exception {
        assertThat(bob.register().get().status()).isEqualTo(200);
    }

    @AfterEach
    void close() {
        assertThat(proxy.faults()).isZero();
        assertThat(proxy.unreadable()).isEmpty();
        List.of(alice, bob, upstream, proxy).forEach(TestProxyIT::closeQuietly);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldForwardToTheRegisteredUserAndStayOnThePathOfTheDialog() {
        // Given
        PlacedCall call = alice.invite("bob");
        ReceivedCall received = bob.awaitCall();
        received.answer();
        call.awaitAnswered();

        // When
        call.await("200 to the BYE", call.hangUp(), Call.PATIENCE);

        // Then
        assertThat(received.awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(received.invite().requestUri()).isEqualTo(bob.uri());
        assertThat(proxy.transcript().matching(message -> message.isRequest("BYE")))
                .hasSize(2);
        assertThat(call.steps(CallStep.Kind.CHALLENGED)).hasSize(1);
        assertThat(received.invite().header("Proxy-Authorization")).isEmpty();
    }

    @Test
    void shouldForwardToTheUpstreamWhoIsNotRegistered() {
        // When
        PlacedCall call = alice.invite("4930123456");

        // Then
        assertThat(upstream.awaitCall().invite().requestUri()).startsWith("sip:4930123456@");
        call.awaitAnswered();
    }

    @Test
    void shouldRefuseWithoutCredentials() {
        // When
        PlacedCall call = bob.invite("4930123456");

        // Then
        assertThat(call.awaitEnded().status()).isEqualTo(407);
    }

    @Test
    void shouldSendTheCancelAfterTheInvite() {
        // Given
        PlacedCall call = alice.invite("bob");
        call.awaitRinging();

        // When
        call.cancel();

        // Then
        assertThat(bob.awaitCall().awaitEnded().by()).isEqualTo(CallEnd.By.PEER);
        assertThat(call.awaitEnded().status()).isEqualTo(487);
    }

    @Test
    void shouldEndTheSecondAnswerWhenTheCallForks() throws Exception {
        // Given
        try (Phone second = Phone.of("bob").proxy(Hop.udp(proxy.address())).open()) {
            second.register().get();
            bob.answering(Answering.atOnce());

            // When
            PlacedCall call = alice.invite("bob");

            // Then
            call.awaitAnswered();
            ReceivedCall one = bob.awaitCall();
            ReceivedCall other = second.awaitCall();
            call.await(
                    "one end", java.util.concurrent.CompletableFuture.anyOf(one.ended(), other.ended()), Call.PATIENCE);
            assertThat(call.live()).isTrue();
            assertThat(one.live()).isNotEqualTo(other.live());
        }
    }
}
