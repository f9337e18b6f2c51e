package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.identity.Registrations.Binding;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a REGISTER and its 2xx say, as device=seconds. */
class AcceptedTest {
    private static SipMessage message(String startLine, String headers) throws MalformedMessage {
        String text = startLine + "\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\nFrom: <sip:a@h>;tag=1\n"
                + "To: <sip:a@h>\nCall-ID: c\nCSeq: 1 REGISTER\n" + headers.replace("|", "\n") + "\n\n";
        return SipMessage.parse(
                text.replaceAll("\n+\n\n$", "\n\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private static SipMessage register(String headers) throws MalformedMessage {
        return message("REGISTER sip:h SIP/2.0", headers);
    }

    private static SipMessage success(String headers) throws MalformedMessage {
        return message("SIP/2.0 200 OK", headers);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '/',
            quoteCharacter = '`',
            nullValues = "-",
            value = {
                // REGISTER / 200 / device=seconds
                "Contact: <sip#a@p>|Expires: 600      / Contact: <sip#a@p>;expires=300  / sip#a@p=300",
                "Contact: <sip#a@p>|Expires: 600      / Contact: <sip#a@p>|Expires: 200 / sip#a@p=200",
                "Contact: <sip#a@p>|Expires: 600      / Contact: <sip#a@p>              / sip#a@p=600",
                "Contact: <sip#a@p>;expires=50        / Expires: 40                     / sip#a@p=40",
                "Contact: <sip#a@p>;expires=50        / X: y                            / sip#a@p=50",
                "m: <sip#a@p>                         / X: y                            / sip#a@p=3600",
                "Contact: <sip#a@p>                   / Contact: <sip#a@p>;expires=soon / sip#a@p=3600",
                "Contact: <sip#a@p;x=1>               / Contact: <sip#a@p>;expires=70   / sip#a@p;x=1=70",
                "Contact: <sip#a@p:5060>              / Contact: <sip#a@p>;expires=70   / sip#a@p:5060=70",
                "Contact: <sip#a@p>                   / Contact: <sip#a@q>;expires=70   / sip#a@p=0",
                "Contact: <sip#a@p>                   / Contact: <sip#b@p>;expires=70   / sip#a@p=0",
                "Contact: <sip#a@p>|Expires: 0        / Contact: <sip#a@q>;expires=70   / sip#a@p=0",
                "Contact: <sip#a@p>;expires=0         / X: y                            / sip#a@p=0",
                "Contact: <sip#a@p>, <sip#a@q>;expires=0 / Contact: <sip#a@p>;expires=9 / sip#a@p=9 sip#a@q=0",
                "Contact: <sip#a@p>;+sip.instance=\"<urn#u>\";reg-id=1 / Contact: <sip#a@p>;expires=9 / \"<urn#u>\";1=9",
                "Contact: <sip#a@p>;+sip.instance=\"<urn#u>\"          / Contact: <sip#a@p>;expires=9 / sip#a@p=9",
                "X: y                                 / Contact: <sip#a@p>;expires=70   / -",
            })
    void shouldSayWhatBecameOfEachContact(String register, String success, String expected) throws Exception {
        // Given
        SipMessage request = register(register.replace('#', ':'));
        SipMessage response = success(success.replace('#', ':'));

        // When
        String bindings = Accepted.bindings(request, response).stream()
                .map(binding -> binding.device() + "=" + binding.lifetime().toSeconds())
                .collect(Collectors.joining(" "));

        // Then
        assertThat(bindings).isEqualTo(expected == null ? "" : expected.replace('#', ':'));
    }

    @Test
    void shouldLookAtNoMoreContactsThanAreRemembered() throws Exception {
        // Given
        String all = IntStream.range(0, 1_000)
                .mapToObj(i -> "<sip:" + i + "@p>")
                .collect(Collectors.joining(",", "Contact: ", "|Expires: 60"));

        // When
        List<Binding> bindings = Accepted.bindings(register(all), success("Expires: 60"));

        // Then
        assertThat(bindings).hasSize(Registrations.MOST_DEVICES);
        assertThat(bindings.get(15)).isEqualTo(new Binding("sip:999@p", Duration.ofSeconds(60)));
        assertThat(Accepted.bindings(register("Contact: <sip:255@p>"), success(all)))
                .containsExactly(new Binding("sip:255@p", Duration.ofSeconds(60)));
        assertThat(Accepted.bindings(register("Contact: <sip:256@p>"), success(all)))
                .containsExactly(new Binding("sip:256@p", Duration.ZERO));
    }

    @Test
    void shouldSeeThatAllAreTakenBack() throws Exception {
        assertThat(Accepted.all(register("Contact: *|Expires: 0"))).isTrue();
        assertThat(Accepted.all(register("Contact: <sip:a@p>|Expires: 0"))).isFalse();
        assertThat(Accepted.bindings(register("Contact: *|Expires: 0"), success("X: y")))
                .isEqualTo(List.<Binding>of());
    }
}
