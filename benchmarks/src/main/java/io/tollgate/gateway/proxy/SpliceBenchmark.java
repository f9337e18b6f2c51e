package io.tollgate.gateway.proxy;

import io.tollgate.benchmark.micro.SampleMessages;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.token.Hop;
import io.tollgate.gateway.token.PassToken;
import io.tollgate.gateway.token.TokenKeys;
import io.tollgate.gateway.token.Tokens;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What is done to a message that is passed on, its view being there: Via, Record-Route, Route, Max-Forwards, and the keyed
 * tokens in them. Of one thread, as each shard has its own tokens.
 */
@State(Scope.Thread)
public class SpliceBenchmark {
    private static final String GATEWAY = "198.51.100.1:5060";

    private final Tokens tokens = new Tokens(
            new TokenKeys(List.of("a key that only benchmarks use".getBytes(StandardCharsets.US_ASCII))), "gw-1", 1);
    private final Flow caller = SampleMessages.flow("192.0.2.10");
    private final Flow upstream = SampleMessages.flow("203.0.113.7");
    private final PassToken pass = new PassToken(
            "gw-1-0000001f-00000000000f4240",
            "alice",
            new Hop(Transport.UDP, caller.remote()),
            new Hop(Transport.UDP, upstream.remote()),
            Direction.OUTBOUND);
    private final String token = token();
    private final SipMessage invite = SampleMessages.view(SampleMessages.invite());
    private final SipMessage success = SampleMessages.view(SampleMessages.success(via(1), element(token)));
    private final SipMessage bye = SampleMessages.view(SampleMessages.bye(element(token)));
    private long transactions = 1;

    private String token() {
        return tokens.encode(pass, SampleMessages.CALL_ID, SampleMessages.FROM_TAG);
    }

    private static String element(String token) {
        return "<sip:" + GATEWAY + ";lr;tg=" + token + ">";
    }

    private String via(long transaction) {
        return "SIP/2.0/UDP " + GATEWAY + ";branch=" + tokens.branch(transaction);
    }

    /** Another Via, Record-Route with a new token, Max-Forwards, Request-URI. */
    @Benchmark
    public byte[] invite() {
        return new Outgoing(invite, caller)
                .target("sip:4930123456@203.0.113.7:5060")
                .above(HeaderName.RECORD_ROUTE, element(token()))
                .via(via(transactions++));
    }

    /** Our Via goes; the transaction that it names is checked. */
    @Benchmark
    public byte[] success() {
        if (tokens.transactionId(String.valueOf(success.branch(success.topVia().span()))) == 0) {
            throw new IllegalStateException("our own branch is not ours");
        }
        return Responses.withoutOurVia(success);
    }

    /** Another Via, our Route goes, Max-Forwards. */
    @Benchmark
    public byte[] bye() {
        return new Outgoing(bye, caller).withoutRoutes(1).via(via(transactions++));
    }

    /** What tells a request in a dialog of ours from one with an invented Route. */
    @Benchmark
    public @Nullable PassToken verify() {
        return tokens.verify(token, SampleMessages.CALL_ID, SampleMessages.FROM_TAG);
    }
}
