package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What nothing but a token speaks for: at another gateway than the call's, or after its end. */
class OldTokenTest {
    /** The gateway of the call, and another one that has never seen it. */
    private final ShardByHand shard = new ShardByHand();

    private final ShardByHand other = new ShardByHand();
    private final CallByHand call = new CallByHand(shard);

    @AfterEach
    void shouldLeaveNothing() {
        shard.terminate("clean-up", call.callId);
        for (ShardByHand gateway : List.of(shard, other)) {
            gateway.pass(Duration.ofHours(2));
            assertThat(gateway.transactions()).isZero();
            assertThat(gateway.faults()).isEmpty();
        }
    }

    private static String invite(byte[] message, String uri) {
        return new String(message, StandardCharsets.UTF_8)
                .replaceFirst("sip:a@192.0.2.2:5060 SIP/2.0", uri + " SIP/2.0")
                .replaceFirst(
                        "(Route: <[^\r]*\r\n)", "$1Route: <sip:192.0.2.2:5060;lr>\r\nRoute: <sip:10.0.0.5;lr>\r\n");
    }

    private void disabled() {
        other.accounts.put(new AccountSettings(
                ShardByHand.ACCOUNT, false, List.of(), List.of(), false, null, false, null, null, null));
    }

    private void blacklisted(BlacklistReason reason, @Nullable String prefix) {
        other.blacklist.put(new BlacklistEntry("e", ShardByHand.ACCOUNT, prefix, null, EntryKind.DENY, reason, null));
    }

    @Test
    void shouldLeadAReinviteOfALiveCallToTheUpstreamAndNoFurther() {
        // Given
        call.answered("a");
        blacklisted(BlacklistReason.CHANNEL_LIMIT, null);

        // When
        other.receive(CALLER, invite(call.fromCaller("INVITE", "a", 2), "sip:a@192.0.2.2:5060"));

        // Then
        SipMessage sent = other.last(UPSTREAM, one -> one.request("INVITE"));
        assertThat(sent.targetText()).isEqualTo("sip:a@192.0.2.2:5060");
        assertThat(sent.elements(HeaderName.ROUTE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "FRAUD_VERDICT, , 403",
        "FRAUD_VERDICT, 882, 403",
        "NO_BALANCE, , 402",
        "ACCOUNT_DISABLED, , 403",
    })
    void shouldRefuseWhatTheAccountMayNotCall(BlacklistReason reason, @Nullable String prefix, int status) {
        // Given
        call.answered("a");
        blacklisted(reason, prefix);

        // When
        other.receive(CALLER, invite(call.fromCaller("INVITE", "a", 2), "sip:+8821234567@carrier.example"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> true)).isEmpty();
        assertThat(other.last(CALLER, one -> one.message().status() >= 300).status())
                .isEqualTo(status);
    }

    @Test
    void shouldRefuseADisabledAccount() {
        // Given
        call.answered("a");
        disabled();

        // When
        other.receive(CALLER, invite(call.fromCaller("INVITE", "a", 2), "sip:a@192.0.2.2:5060"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MESSAGE", "REFER"})
    void shouldRuleOnWhatIsRuledOnOutsideOfACall(String method) {
        // Given
        call.answered("a");
        blacklisted(BlacklistReason.FRAUD_VERDICT, "882");

        // When
        other.receive(CALLER, invite(call.fromCaller(method, "a", 2), "sip:+8821234567@carrier.example"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> true)).isEmpty();
        assertThat(other.last(CALLER, one -> one.message().status() >= 300).status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INVITE", "MESSAGE", "REFER"})
    void shouldTakeItFromNobodyElse(String method) {
        // Given
        call.answered("a");
        Flow stranger = Flow.to(Transport.UDP, CALLER.local(), new InetSocketAddress("192.0.2.66", 5060));

        // When
        other.receive(stranger, invite(call.fromCaller(method, "a", 2), "sip:a@192.0.2.2:5060"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> true)).isEmpty();
        assertThat(other.last(stranger, one -> one.message().status() >= 300).status())
                .isEqualTo(481);
    }

    @ParameterizedTest
    @CsvSource({"vic, 407", "alice, 0"})
    void shouldSpeakInNoNameThatHasToProveItself(String name, int status) {
        // Given
        call.answered("a");
        other.accounts.put(new AccountSettings(
                name, true, List.of(), List.of(), false, null, false, "0123456789abcdef0123456789abcdef", null, null));

        // When
        String reinvite = invite(call.fromCaller("INVITE", "a", 2), "sip:a@192.0.2.2:5060");
        other.receive(CALLER, reinvite.replace("From: <sip:alice@", "From: <sip:" + name + "@"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> one.request("INVITE"))).hasSize(status == 0 ? 1 : 0);
        assertThat(other.sent(CALLER, one -> one.message().status() >= 300).stream()
                        .map(one -> one.message().status()))
                .isEqualTo(status == 0 ? List.of() : List.of(status));
    }

    @ParameterizedTest
    @CsvSource({"REGISTER, 401", "PUBLISH, 407"})
    void shouldChallengeWhatBelongsToNoDialog(String method, int status) {
        // Given
        call.answered("a");
        other.accounts.put(new AccountSettings(
                "vic", true, List.of(), List.of(), false, null, false, "0123456789abcdef0123456789abcdef", null, null));

        // When
        other.receive(
                CALLER,
                invite(call.fromCaller(method, "a", 2), "sip:192.0.2.100")
                        .replace("From: <sip:alice@", "From: <sip:vic@")
                        .replaceFirst("To: <[^>]*>", "To: <sip:vic@192.0.2.100>"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> true)).isEmpty();
        assertThat(other.last(CALLER, one -> one.message().status() >= 300).status())
                .isEqualTo(status);
    }

    @Test
    void shouldStillPassItsBye() {
        // Given
        call.answered("a");
        disabled();

        // When
        other.receive(CALLER, call.fromCaller("BYE", "a", 2));

        // Then
        assertThat(other.sent(UPSTREAM, one -> one.request("BYE"))).hasSize(1);
    }

    @Test
    void shouldStartNoCallByTheTokenOfASubscription() {
        // Given
        String route = "Route: " + subscribed().header(HeaderName.RECORD_ROUTE) + "\r\n";

        // When
        byte[] invite = call.inviteMessage();
        other.receive(
                CALLER,
                new String(invite, StandardCharsets.UTF_8)
                        .replaceFirst("(To: [^\r]*)\r\n", "$1;tag=invented\r\n" + route));

        // Then
        assertThat(other.sent(UPSTREAM, one -> true)).isEmpty();
        assertThat(other.last(CALLER, one -> one.message().status() >= 300).status())
                .isEqualTo(481);
    }

    @Test
    void shouldPassAMessageInASubscriptionAsOneOutside() {
        // Given
        String route = "Route: " + subscribed().header(HeaderName.RECORD_ROUTE) + "\r\n";
        String message = new String(call.inviteMessage(), StandardCharsets.UTF_8)
                .replace("INVITE", "MESSAGE")
                .replaceFirst("MESSAGE \\S+", "MESSAGE sip:493012345678@192.0.2.2:5060")
                .replaceFirst("(To: [^\r]*)\r\n", "$1;tag=b\r\n" + route);

        // When
        other.receive(CALLER, message);
        blacklisted(BlacklistReason.FRAUD_VERDICT, "49");
        other.receive(CALLER, message.replaceFirst("branch=z9hG4bK", "branch=z9hG4bKn"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> one.request("MESSAGE"))).hasSize(1);
        assertThat(other.last(CALLER, one -> one.message().status() >= 300).status())
                .isEqualTo(403);
    }

    @Test
    void shouldRuleOnNothingBeforeItKnowsTheBlacklist() {
        // Given
        call.answered("a");
        other.accepting = false;

        // When
        other.receive(CALLER, invite(call.fromCaller("INVITE", "a", 2), "sip:a@192.0.2.2:5060"));

        // Then
        assertThat(other.sent(UPSTREAM, one -> true)).isEmpty();
        assertThat(other.last(CALLER, one -> one.message().status() >= 300).status())
                .isEqualTo(503);
    }

    private SipMessage subscribed() {
        shard.receive(CALLER, new String(call.inviteMessage(), StandardCharsets.UTF_8).replace("INVITE", "SUBSCRIBE"));
        return shard.last(UPSTREAM, one -> one.request("SUBSCRIBE"));
    }
}
