package io.tollgate.benchmark.micro;

import io.tollgate.gateway.message.RequestReading;
import io.tollgate.gateway.wire.SipMessage;
import java.text.ParseException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The one pass over a message's bytes, and for comparison what a request that starts something is read for beyond it. */
@State(Scope.Thread)
public class WireBenchmark {
    private static final String VIA = "SIP/2.0/UDP 198.51.100.1:5060;branch=z9hG4bKAAAAAAAAAAEAAAAAAAAAAA";
    private static final String ELEMENT = "<sip:198.51.100.1:5060;lr;t=" + "A".repeat(130) + ">";

    private final byte[] invite = SampleMessages.invite();
    private final byte[] success = SampleMessages.success(VIA, ELEMENT);
    private final byte[] bye = SampleMessages.bye(ELEMENT);
    private final SipMessage seen = SampleMessages.view(invite);

    @Benchmark
    public SipMessage invite() {
        return SampleMessages.view(invite);
    }

    @Benchmark
    public SipMessage success() {
        return SampleMessages.view(success);
    }

    @Benchmark
    public SipMessage bye() {
        return SampleMessages.view(bye);
    }

    @Benchmark
    public RequestReading reading() throws ParseException {
        return RequestReading.of(seen);
    }
}
