package io.tollgate.gateway.token;

import static io.tollgate.gateway.token.TokenFixture.CALL_ID;
import static io.tollgate.gateway.token.TokenFixture.FROM_TAG;
import static io.tollgate.gateway.token.TokenFixture.NEW_KEY;
import static io.tollgate.gateway.token.TokenFixture.OLD_KEY;
import static io.tollgate.gateway.token.TokenFixture.PASS;
import static io.tollgate.gateway.token.TokenFixture.PATH;
import static io.tollgate.gateway.token.TokenFixture.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TokenProperties {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Tokens tokens = tokens(NEW_KEY, OLD_KEY);

    @Property
    void shouldReadBackWhatWasSigned(
            @ForAll("passes") PassToken pass,
            @ForAll @StringLength(max = 80) String callId,
            @ForAll @StringLength(max = 80) String tag) {
        // When
        String token = tokens.encode(pass, callId, tag);

        // Then
        assertThat(tokens.verify(token, callId, tag)).isEqualTo(utf8(pass));
    }

    @Property
    void shouldReadBackWhereADeviceIs(
            @ForAll("hops") Hop hop, @ForAll long connection, @ForAll @StringLength(max = 80) String account) {
        // Given
        PathToken path = new PathToken("gate-1", "", wellFormed(account), hop, connection);

        // Then
        assertThat(tokens.verifyPath(tokens.encode(path))).isEqualTo(path);
    }

    @Test
    void shouldRefuseTheTokenWhenAnyBitIsFlipped() {
        // Given
        String pass = tokens.encode(PASS, CALL_ID, FROM_TAG);
        String path = tokens.encode(PATH);
        String branch = tokens.branch(42);

        // Then
        for (String changed : changes(pass, 0)) {
            assertThat(tokens.verify(changed, CALL_ID, FROM_TAG, "other")).isNull();
        }
        for (String changed : changes(path, 0)) {
            assertThat(tokens.verifyPath(changed)).isNull();
        }
        for (String changed : changes(branch, Tokens.MAGIC_COOKIE.length())) {
            assertThat(tokens.transactionId(changed)).isZero();
        }
    }

    @Property
    void shouldRefuseTheTokenWhenItIsCutOrGrown(
            @ForAll @IntRange(max = 150) int cut, @ForAll @StringLength(min = 1, max = 8) String more) {
        // Given
        String token = tokens.encode(PASS, CALL_ID, FROM_TAG);
        Assume.that(cut < token.length());

        // Then
        assertThat(tokens.verify(token.substring(0, cut), CALL_ID, FROM_TAG)).isNull();
        assertThat(tokens.verify(token.substring(cut + 1), CALL_ID, FROM_TAG)).isNull();
        assertThat(tokens.verify(token + more, CALL_ID, FROM_TAG)).isNull();
        assertThat(tokens.verify(more + token, CALL_ID, FROM_TAG)).isNull();
    }

    @Property
    void shouldRefuseTheTokenWhenItIsOfAnotherDialog(
            @ForAll @StringLength(max = 60) String callId, @ForAll @StringLength(max = 40) String tag) {
        // Given
        Assume.that(!callId.equals(CALL_ID) || !tag.equals(FROM_TAG));
        String token = tokens.encode(PASS, CALL_ID, FROM_TAG);

        // Then
        assertThat(tokens.verify(token, callId, tag)).isNull();
    }

    @Property
    void shouldNotThrowWhateverIsTakenForAToken(@ForAll String garbage, @ForAll("base64") String plausible) {
        // Then
        for (String token : new String[] {garbage, plausible, "EQ" + plausible, "IQ" + plausible}) {
            assertThat(tokens.verify(token, CALL_ID, FROM_TAG, null)).isNull();
            assertThat(tokens.verifyPath(token)).isNull();
            assertThat(tokens.transactionId(Tokens.MAGIC_COOKIE + token)).isZero();
            assertThat(tokens.transactionId(token)).isZero();
        }
    }

    @Property
    void shouldKnowItsOwnBranches(@ForAll @LongRange(min = 1, max = Long.MAX_VALUE) long transactionId) {
        // Then
        assertThat(tokens.transactionId(tokens.branch(transactionId))).isEqualTo(transactionId);
        assertThat(tokens(OLD_KEY).transactionId(tokens.branch(transactionId))).isZero();
    }

    /** The text with each bit of each of its base64url characters flipped in turn. */
    private static Iterable<String> changes(String text, int from) {
        return () -> IntStream.range(from * 6, text.length() * 6)
                .mapToObj(bit -> {
                    StringBuilder changed = new StringBuilder(text);
                    int value = ALPHABET.indexOf(text.charAt(bit / 6)) ^ 1 << bit % 6;
                    changed.setCharAt(bit / 6, ALPHABET.charAt(value));
                    return changed.toString();
                })
                .iterator();
    }

    @Provide
    Arbitrary<String> base64() {
        return Arbitraries.strings().withChars(ALPHABET).ofMaxLength(150);
    }

    @Provide
    Arbitrary<Hop> hops() {
        Arbitrary<byte[]> v4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
        Arbitrary<byte[]> v6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
        return Combinators.combine(
                        Arbitraries.of(Transport.class),
                        Arbitraries.oneOf(v4, v6),
                        Arbitraries.integers().between(0, 65_535))
                .as((transport, address, port) -> new Hop(transport, new InetSocketAddress(ip(address), port)));
    }

    @Provide
    Arbitrary<PassToken> passes() {
        Arbitrary<String> names = Arbitraries.strings().ofMaxLength(130);
        return Combinators.combine(names, names, hops(), hops(), Arbitraries.of(Direction.class))
                .as(PassToken::new);
    }

    private static PassToken utf8(PassToken pass) {
        return new PassToken(
                wellFormed(pass.callId()),
                wellFormed(pass.account()),
                pass.customer(),
                pass.upstream(),
                pass.direction());
    }

    /** Without lone surrogates, which no UTF-8 text has. */
    private static String wellFormed(String text) {
        return new String(TokenWriter.utf8(text), StandardCharsets.UTF_8);
    }

    private static InetAddress ip(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }
}
