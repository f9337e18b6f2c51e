package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.dialog.LegState;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipUri;
import io.tollgate.gateway.wire.Transport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class DialogsFormProperties {
    private static final OwnNames NOTHING = new OwnNames() {
        @Override
        public @Nullable String ownToken(String element) {
            return null;
        }

        @Override
        public boolean ours(SipUri uri) {
            return false;
        }
    };
    private static final InetSocketAddress LOCAL = new InetSocketAddress("192.0.2.100", 5060);

    /** Long enough for more than writeUTF takes, with what a device may write wrong. */
    private static final Arbitrary<String> TEXT = Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(20), Arbitraries.of("", "ä\uFFFD€", "x".repeat(70_000)));

    @Property(tries = 200)
    void shouldReadWhatItWrote(
            @ForAll("openings") List<DialogOpening> opening,
            @ForAll("texts") String callerTag,
            @ForAll("pairs") Map<String, DialogPair> pairs)
            throws IOException {
        // Given
        CallDialogs dialogs = new CallDialogs(opening.isEmpty() ? null : opening.get(0), callerTag, pairs);
        DialogsForm form = new DialogsForm(new ArrayList<>());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        // When
        form.write(new DataOutputStream(bytes), dialogs);
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        CallDialogs read = form.read(in, "call", NOTHING);

        // Then
        assertThat(in.available()).isZero();
        assertThat(read.opening()).isEqualTo(dialogs.opening());
        assertThat(read.callerTag()).isEqualTo(callerTag);
        assertThat(described(read)).isEqualTo(described(dialogs));
        assertThat(form.flows()).doesNotHaveDuplicates();
    }

    private static Map<String, List<Object>> described(CallDialogs dialogs) {
        Map<String, List<Object>> described = new TreeMap<>();
        dialogs.byCalleeTag()
                .forEach((tag, pair) -> described.put(
                        tag,
                        List.of(
                                pair.caller().callId(),
                                pair.caller().state(),
                                pair.callee().callId(),
                                pair.callee().state(),
                                pair.confirmed(),
                                pair.ended(),
                                pair.acknowledged(),
                                pair.spokenFor())));
        return described;
    }

    @Provide
    Arbitrary<String> texts() {
        return TEXT;
    }

    @Provide
    Arbitrary<List<DialogOpening>> openings() {
        return Combinators.combine(
                        TEXT,
                        TEXT,
                        Arbitraries.longs(),
                        TEXT.injectNull(0.3),
                        TEXT.list().ofMaxSize(3),
                        flows(),
                        TEXT.list().ofMaxSize(2))
                .as((from, to, cseq, contact, recordRoutes, flow, tokens) ->
                        new DialogOpening("call", from, to, cseq, contact, recordRoutes, flow, tokens, NOTHING))
                .list()
                .ofMaxSize(1);
    }

    @Provide
    Arbitrary<Map<String, DialogPair>> pairs() {
        return Arbitraries.maps(TEXT, pair()).ofMaxSize(4);
    }

    private static Arbitrary<DialogPair> pair() {
        return Combinators.combine(leg(), leg(), Arbitraries.integers().between(0, 15))
                .as((caller, callee, marks) -> {
                    DialogPair pair = new DialogPair(caller, callee);
                    if ((marks & 1) != 0) {
                        pair.confirm();
                    }
                    if ((marks & 2) != 0) {
                        pair.end();
                    }
                    if ((marks & 4) != 0) {
                        pair.acknowledge();
                    }
                    if ((marks & 8) != 0) {
                        pair.speakFor();
                    }
                    return pair;
                });
    }

    private static Arbitrary<LegDialog> leg() {
        return Combinators.combine(TEXT, TEXT, TEXT, TEXT.list().ofMaxSize(3), flows(), Arbitraries.longs())
                .as((from, to, target, routes, flow, cseq) ->
                        new LegDialog("call", new LegState(from, to, target, routes, flow, cseq)));
    }

    private static Arbitrary<Flow> flows() {
        return Combinators.combine(
                        Arbitraries.of(Transport.values()),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.longs())
                .as((transport, port, connection) -> new Flow(
                        transport, LOCAL, new InetSocketAddress("192.0.2.7", port), connection, connection % 2 == 0));
    }
}
