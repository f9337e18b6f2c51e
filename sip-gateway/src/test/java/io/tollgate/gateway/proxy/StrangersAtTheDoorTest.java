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
    private Flow udp = behindTheNat(5060);
    private int requests;
    private int calls;

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

    private static Flow behindTheNat(int port) {
        return Flow.to(Transport.UDP, LOCAL, new InetSocketAddress("198.51.100.7", port));
    }

    private static String of(String method, int number, int call, String user, String credentials) {
        return method + " sip:" + user + "@192.0.2.100:5060 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 198.51.100.7:5060;branch=z9hG4bK" + number + "\r\nMax-Forwards: 70\r\n"
                + "From: <sip:pbx@192.0.2.100>;tag=t\r\nTo: <sip:" + user + "@192.0.2.100>\r\nCall-ID: n" + call
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
        calls++;
        return repeated(method, credentials, statuses, headers);
    }

    /** Likewise of the same call as the last one, as RFC 3261 section 8.1.3.5 has a challenged one come again. */
    private boolean repeated(String method, String credentials, int[] statuses, String... headers) {
        String request = of(method, ++requests, calls, "4930" + calls, credentials);
        if (!shard.arrives(udp, request)) {
            return false;
        }
        SipMessage passed = shard.last(UPSTREAM, sent -> sent.request(method) && !sent.own());
        assertThat(passed.callId()).isEqualTo("n" + calls);
        for (int status : statuses) {
            shard.receive(UPSTREAM, Reply.to(passed, UPSTREAM, status, "u", String.join("", headers)));
        }
        shard.sent.clear();
        return true;
    }

    private boolean challenged(String nonce) {
        return answered("INVITE", "", 407, "Proxy-Authenticate: Digest " + REALM + ", nonce=\"" + nonce + "\"\r\n");
    }

    private boolean retried(String nonce, int... statuses) {
        return repeated("INVITE", digest(nonce), statuses);
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
            String options = of("OPTIONS", ++requests, ++calls, "", "").replace("sip:@", "sip:");
            return i % 2 == 0 ? answered("FOO", "", 501) : shard.arrives(udp, options);
        });

        assertThat(heard).isBetween(MANY / 2, MANY / 2 + 1);
    }

    /** How an upstream refuses calls of somebody whose credentials it has taken. */
    @ParameterizedTest
    @ValueSource(ints = {302, 404, 480, 484, 486, 488, 600, 603})
    void shouldNotShutOutABusyPbxWhoseCredentialsTheUpstreamTakes(int status) {
        int heard = heard(Duration.ZERO, i -> i % 2 == 0 ? challenged("n" + i) : retried("n" + (i - 1), status));

        assertThat(heard).isEqualTo(MANY);
    }

    @Test
    void shouldNotShutOutABusyPbxThatTheUpstreamTakesAtItsWord() {
        int heard = heard(
                Duration.ofMillis(50),
                i -> i % 2 == 0 ? answered("INVITE", "", 486) : answered("INVITE", "", new int[] {180, 200}));

        assertThat(heard).isEqualTo(MANY);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 486, 600})
    void shouldShutOutWhoTriesNumbersWithoutCredentials(int status) {
        int heard = heard(Duration.ZERO, i -> answered("INVITE", "", status));

        assertThat(heard).isEqualTo(BURST);
    }

    @Test
    void shouldNotHoldBusyCalleesOfALiveFlowAgainstItsNeighbours() {
        shard.door.opened(udp);
        heard(Duration.ZERO, i -> answered("INVITE", "", 486));

        udp = behindTheNat(41_000);

        assertThat(heard(Duration.ZERO, i -> answered("INVITE", "", 404))).isEqualTo(BURST);
    }

    /** This upstream challenges REGISTER, or some calls, and looks at the credentials of nothing else. */
    @ParameterizedTest
    @ValueSource(strings = {"REGISTER", "OPTIONS", "INVITE"})
    void shouldShutOutWhoTriesNumbersWithCredentialsThatNobodyLooksAt(String challenged) {
        answered(challenged, "", 401, "WWW-Authenticate: Digest " + REALM + ", nonce=\"n\"\r\n");

        int heard = heard(Duration.ZERO, i -> answered("INVITE", digest("n"), 404));

        assertThat(heard).isBetween(BURST - 2, BURST);
    }

    @Test
    void shouldGiveBackForAChallengeOnce() {
        challenged("n");

        int heard = heard(Duration.ZERO, i -> retried("n", 404));

        assertThat(heard).isBetween(BURST - 2, BURST + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 420, 483, 501})
    void shouldShutOutWhoSendsJunkBehindWhichNobodyLooksForCredentials(int status) {
        int heard = heard(Duration.ZERO, i -> i % 2 == 0 ? challenged("n" + i) : retried("n" + (i - 1), status));

        assertThat(heard).isBetween(BURST - 2, BURST);
    }

    @Test
    void shouldHoldNoBarredDestinationsAgainstACustomerWhomTheUpstreamHasAccepted() {
        customer();

        assertThat(heard(Duration.ZERO, i -> answered("INVITE", digest("n"), 403)))
                .isEqualTo(MANY);
        assertThat(shard.counters.blocked(BlockReason.FAILURES)).isZero();
    }

    @Test
    void shouldNotLetACustomersBarredDestinationsPayForJunk() {
        customer();

        int heard =
                heard(Duration.ZERO, i -> i % 2 == 0 ? answered("FOO", "", 501) : answered("INVITE", digest("n"), 403));

        assertThat(heard).isBetween(MANY - 4, MANY - 1);
    }

    @Test
    void shouldHoldA403AgainstWhoGuessesACustomersPasswordBehindHisAddress() {
        customer();
        udp = behindTheNat(41_000);

        int heard = heard(Duration.ZERO, i -> i % 2 == 0 ? challenged("n" + i) : retried("n" + (i - 1), 403));

        assertThat(heard).isEqualTo(2 * (FAILURES + 1));
        assertThat(shard.counters.blocked(BlockReason.FAILURES)).isOne();
    }

    /** The upstream accepts a call of his. */
    private void customer() {
        challenged("n");
        retried("n", 183, 480);
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
        customer();

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
