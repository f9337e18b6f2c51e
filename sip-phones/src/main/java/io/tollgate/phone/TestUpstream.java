package io.tollgate.phone;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/**
 * A small upstream that answers every call, for `up`, the demo and tests: a user agent server on UDP and TCP that rings,
 * answers, and says 200 to whatever else it is asked.
 *
 * <p>Threading as in {@link Phone}. Bounded: calls beyond 50,000 at one time get 503.
 */
public final class TestUpstream implements AutoCloseable {
    private final Phone phone;

    private TestUpstream(Phone phone) {
        this.phone = phone;
    }

    /** Rings for 20 ms and remembers little, as it may run for weeks; port 0 takes any that is free. */
    public static TestUpstream open(String host, int port) {
        return open(host, port, Duration.ofMillis(20), 500);
    }

    /**
     * @param ringing how long each call rings
     * @param remembered how many messages and calls it remembers
     */
    public static TestUpstream open(String host, int port, Duration ringing, int remembered) {
        return new TestUpstream(Phone.of("upstream")
                .bind(host, port)
                .answering(Answering.after(ringing))
                .remembered(remembered)
                .open());
    }

    /** The user agent behind it: transcript, scripts, calls. */
    public Phone phone() {
        return phone;
    }

    public InetSocketAddress address() {
        return phone.address();
    }

    /** {@code sip:HOST:PORT}, as `--upstream` takes it. */
    public String uri() {
        return "sip:" + Hop.hostPort(address());
    }

    public Transcript transcript() {
        return phone.transcript();
    }

    public void answering(Answering wanted) {
        phone.answering(wanted);
    }

    /** Waits for the next call not given out yet. */
    public ReceivedCall awaitCall() {
        return phone.awaitCall();
    }

    /** Waits for the next such call not given out yet. */
    public ReceivedCall awaitCall(Predicate<ReceivedCall> wanted) {
        return phone.awaitCall(wanted);
    }

    public List<Call> calls() {
        return phone.calls();
    }

    @Override
    public void close() {
        phone.close();
    }
}
