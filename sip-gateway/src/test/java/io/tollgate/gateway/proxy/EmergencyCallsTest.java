package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.ACCOUNT;
import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.BlacklistEntry;
import io.tollgate.gateway.admission.BlacklistReason;
import io.tollgate.gateway.admission.EntryKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes an emergency call of an INVITE: its number, whatever host stands behind it. */
class EmergencyCallsTest extends Races {
    private void barred(BlacklistReason reason) {
        shard.blacklist.put(new BlacklistEntry("e-1", ACCOUNT, null, null, EntryKind.DENY, reason, null));
    }

    private void invite(String uri) {
        shard.receive(CALLER, text(call.inviteMessage()).replaceFirst("INVITE \\S+", "INVITE " + uri));
    }

    @ParameterizedTest
    @CsvSource({
        "sip:112@operator.example, 112",
        "sip:911@127.0.0.1, 911",
        "sip:112@127.0.0.1:5060, 112",
        "sip:112@[2001:db8::1];user=phone, 112",
        "sip:112@192.0.2.100:5060, 112",
        "sips:911@operator.example, 911",
        "tel:112, 112",
        "sip:%31%312@operator.example, 112",
        "urn:service:sos, urn:service:sos",
    })
    void shouldPassAnEmergencyCallWhateverItsHost(String uri, String destination) {
        // Given
        barred(BlacklistReason.FRAUD_VERDICT);

        // When
        invite(uri);

        // Then
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(1);
        assertThat(shard.counters.refused()).isZero();
        assertThat(shard.events).allMatch(event -> event.call().destination().equals(destination));
        assertThat(shard.events).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(BlacklistReason.class)
    void shouldPassAnEmergencyCallWhateverBarsItsAccount(BlacklistReason reason) {
        // Given
        barred(reason);

        // When
        invite("sip:112@operator.example");

        // Then
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "To: | Authorization: Digest username*=UTF-8''alice, realm=\"r\"~To: | sip:alice@192.0.2.100",
                "To: | Authorization: Digest username=\"a\", username=\"b\"~To: | sip:alice@192.0.2.100",
                "<sip:alice@192.0.2.100> | <sip:alice@bob@192.0.2.100> | sip:anonymous@anonymous.invalid",
            })
    void shouldPassAnEmergencyCallWhoseCallerCannotBeRead(String legible, String not, String caller) {
        // When
        shard.receive(
                CALLER,
                text(call.inviteMessage())
                        .replaceFirst("INVITE \\S+", "INVITE sip:112@operator.example")
                        .replace(legible, not.replace("~", "\r\n")));

        // Then
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(1);
        assertThat(shard.events.get(0).call().caller()).isEqualTo(caller);
    }

    @Test
    void shouldPassAnEmergencyCallWhoseCalleeCannotBeRead() {
        // When
        shard.receive(
                CALLER,
                text(call.inviteMessage())
                        .replaceFirst("INVITE \\S+", "INVITE sip:112@operator.example")
                        .replaceFirst("To: \\S+", "To: <sip:1@2@192.0.2.100>"));

        // Then
        assertThat(call.count(UPSTREAM, "INVITE")).isEqualTo(1);
        assertThat(shard.events.get(0).call().callee()).isEqualTo("sip:112@operator.example");
    }

    @Test
    void shouldNotTerminateAnEmergencyCallWithSomebodyElsesHost() {
        // Given
        invite("sip:112@operator.example");
        call.respond(200, "a");
        call.ack("a");

        // When
        shard.terminate("t", call.callId);
        shard.pass(A_MOMENT);

        // Then
        assertThat(call.count(UPSTREAM, "BYE")).isZero();
        assertThat(shard.liveCalls()).isEqualTo(1);
        call.caller("BYE", "a");
        call.reply(UPSTREAM, "BYE", 200);
        shard.pass(Duration.ofSeconds(40));
    }

    /** Whoever charges calls knows an emergency call by its destination alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:112;rn=+88216@operator.example",
                "sip:+112@operator.example",
                "sip:1-1-2@operator.example",
                "sip:00112@operator.example",
                "tel:112;cic=+1-6789",
                "sip:urn%3Aservice%3Asos@operator.example"
            })
    void shouldTellNoEmergencyOfWhatOnlyReadsLikeOne(String uri) {
        // When
        invite(uri);

        // Then
        assertThat(shard.events).isNotEmpty();
        assertThat(shard.events).allMatch(event -> event.call().destination().equals(uri));
    }

    @ParameterizedTest
    @CsvSource({"sip:1120@112", "sip:bob@112", "sip:112;rn=+88216@operator.example"})
    void shouldRefuseWhatIsNoEmergencyNumber(String uri) {
        // Given
        barred(BlacklistReason.FRAUD_VERDICT);

        // When
        invite(uri);

        // Then
        assertThat(call.statuses(CALLER, "INVITE")).endsWith(403);
        assertThat(call.count(UPSTREAM, "INVITE")).isZero();
        call.ackFailure();
    }
}
