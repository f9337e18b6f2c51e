package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.Network;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Reply;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who pays for his requests, and who gets them back: docs/defence.md, in a time of our own. */
class StrangersAtTheDoorTest {
    private static final int BURST = 100;
    private static final int FAILURES = 20;

    /** Twice what one may who is never accepted. */
    private static final int MANY = 2 * BURST;

    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);
    private static final String REALM = "realm=\"operator\"";

    private ShardByHand shard = shard();
    private final Flow udp = Flow.to(Transport.UDP, LOCAL, new InetSocketAddress("198.51.100.7", 5060));
    private int requests;

    private static ShardByHand shard(Network... exempt) {
        Defence usual = Defence.DEFAULTS;
        return new ShardByHand(
                Limits.DEFAULTS,
                new Defence(
                        20,
                        BURST,
                        1,
                        FAILURES,
                        usual.block(),
                        usual.blacklist(),
                        usual.scannerAgents(),
                        List.of(exempt),
                        usual.queueing()));
    }

    private static String of(String method, int number, String user, String credentials) {
        return method + " sip:" + user + "@192.0.2.100:5060 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK" + number + "\r\nMax-Forwards: 70\r\n"
                + "From: <sip:pbx@192.0.2.100>;tag=t\r\nTo: <sip:" + user + "@192.0.2.100>\r\nCall-ID: n" + number
                + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:pbx@198.51.100.7:5060>\r\n" + credentials
                + "Content-Length: 0\r\n\r\n";
    }

    private static String digest(String nonce) {
        return "Proxy-Authorization: Digest username=\"pbx\", " + REALM + ", nonce=\"" + nonce
                + "\", uri=\"sip:1@192.0.2.100\", response=\"0123456789abcdef0123456789abcdef\"\r\n";
    }

    /** A request that the upstream answers so; false: it was not heard. */
    private boolean answered(String method, String credentials, int status, String... headers) {
        return answered(method, credentials, new int[] {status}, headers);
    }

    private boolean answered(String method, String credentials, int[] statuses, String... headers) {
        String request = of(method, ++requests, "4930" + requests, credentials);
        if (!shard.arrives(udp, request)) {
            return false;
        }
        SipMessage passed = shard.last(UPSTREAM, sent -> sent.request(method) && !sent.own());
        assertThat(passed.callId()).isEqualTo("n" + requests);
        for (int status : statuses) {
            shard.receive(UPSTREAM, Reply.to(passed, UPSTREAM, status, "u", String.join("", headers)));
        }
        shard.sent.clear();
        return true;
    }

    private boolean challenged(String nonce) {
        return answered("INVITE", "", 407, "Proxy-Authenticate: Digest " + REALM + ", nonce=\"" + nonce + "\"\r\n");
    }

    private interface Sending {
        boolean heard(int number);
    }

    /** How many of them are heard, up to {@link #MANY}, with so much time between two. */
    private int heard(Duration pause, Sending sending) {
        for (int i = 0; i < MANY; i++) {
            if (!sending.heard(i)) {
                return i;
            }
            shard.pass(pause);
        }
        return MANY;
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPTIONS", "SUBSCRIBE", "MESSAGE"})
    void shouldNotLetWhatIsAcceptedPayForJunk(String accepted) {
        int heard = heard(Duration.ZERO, i -> i % 2 == 0 ? answered("FOO", "", 501) : answered(accepted, "", 200));

        // One in two costs its token.
        assertThat(heard).isBetween(MANY - 4, MANY - 1);
    }

    @Test
    void shouldNotLetWhatTollgateAnswersItselfPayForJunk() {
        int heard = heard(Duration.ZERO, i -> {
            String options = of("OPTIONS", ++requests, "", "").replace("sip:@", "sip:");
            return i % 2 == 0 ? answered("FOO", "", 501) : shard.arrives(udp, options);
        });

        assertThat(heard).isBetween(MANY / 2, MANY / 2 + 1);
    }

    /** How an upstream refuses calls of somebody whose credentials it has taken. */
    @ParameterizedTest
    @ValueSource(ints = {302, 404, 480, 484, 486, 488, 600, 603})
    void shouldNotShutOutABusyPbxWhoseCredentialsTheUpstreamTakes(int status) {
        int heard = heard(
                Duration.ZERO,
                i -> i % 2 == 0 ? challenged("n" + i) : answered("INVITE", digest("n" + (i - 1)), status));

        assertThat(heard).isEqualTo(MANY);
    }

    @Test
    void shouldNotShutOutABusyPbxThatTheUpstreamTakesAtItsWord() {
        int heard = heard(
                Duration.ofMillis(50),
                i -> i % 2 == 0 ? answered("INVITE", "", 486) : answered("INVITE", "", new int[] {180, 200}));

        assertThat(heard).isEqualTo(MANY);
    }

    @Test
    void shouldShutOutWhoTriesNumbersWithoutCredentials() {
        int heard = heard(Duration.ZERO, i -> answered("INVITE", "", 404));

        assertThat(heard).isEqualTo(BURST);
    }

    /** This upstream challenges REGISTER, and looks at the credentials of nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "OPTIONS"})
    void shouldShutOutWhoTriesNumbersWithCredentialsThatNobodyLooksAt(String challenged) {
        answered(challenged, "", 401, "WWW-Authenticate: Digest " + REALM + ", nonce=\"n\"\r\n");

        int heard = heard(Duration.ZERO, i -> answered("INVITE", digest("n"), 404));

        assertThat(heard).isBetween(MANY / 2 - 2, MANY / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 420, 483, 501})
    void shouldShutOutWhoSendsJunkBehindWhichNobodyLooksForCredentials(int status) {
        challenged("n");

        int heard = heard(Duration.ZERO, i -> answered("INVITE", digest("n"), status));

        assertThat(heard).isBetween(BURST - 2, BURST);
    }

    @Test
    void shouldHoldNoBarredDestinationsAgainstACustomerWhomTheUpstreamHasAccepted() {
        challenged("n");
        answered("INVITE", digest("n"), new int[] {183, 480});

        assertThat(heard(Duration.ZERO, i -> answered("INVITE", digest("n"), 403)))
                .isEqualTo(MANY);
        assertThat(shard.counters.blocked(BlockReason.FAILURES)).isZero();
    }

    @Test
    void shouldHoldA403AgainstWhomTheUpstreamHasNeverAccepted() {
        challenged("n");

        int heard = heard(Duration.ZERO, i -> answered("INVITE", digest("n"), 403));

        assertThat(heard).isEqualTo(FAILURES + 1);
        assertThat(shard.counters.blocked(BlockReason.FAILURES)).isOne();
    }

    @Test
    void shouldNotTakeOneUserForAnotherBehindTheSameAddress() {
        challenged("n");
        answered("INVITE", digest("n"), new int[] {183, 480});

        int heard = heard(Duration.ZERO, i -> answered("INVITE", digest("n").replace("\"pbx\"", "\"other\""), 403));

        assertThat(heard).isEqualTo(FAILURES + 1);
    }

    @Test
    void shouldHearAnExemptNetworkWhateverItSendsAndTakeItForNobody() {
        // Given
        shard = shard(Network.parse("198.51.100.0/24"));

        // Then
        assertThat(heard(Duration.ZERO, i -> answered("FOO", "", 501))).isEqualTo(MANY);
        assertThat(answered("INVITE", "User-Agent: sipvicious\r\n", 404)).isTrue();
        assertThat(shard.events.get(0).identity()).isEqualTo(Identity.CLAIMED);
    }
}
