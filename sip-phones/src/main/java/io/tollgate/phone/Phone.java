package io.tollgate.phone;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A scripted SIP phone: places and receives any number of calls on one UDP and TCP port and keeps a transcript of every
 * message.
 *
 * <p>Safe for use by several threads. It has one thread of its own, a daemon; {@link #close} ends it at once and without
 * a word to the other end, as if the plug were pulled.
 */
public final class Phone implements AutoCloseable {
    /** How a phone is set up; each value has a default that fits a test on loopback. */
    public static final class Builder {
        final String user;
        InetSocketAddress bind = new InetSocketAddress("127.0.0.1", 0);
        Hop.Transport transport = Hop.Transport.UDP;
        SipTimers timers = SipTimers.standard();
        Function<Sighting, Answering> answering = invite -> Answering.atOnce();
        int remembered = 50_000;

        @Nullable
        String domain;

        @Nullable
        Hop proxy;

        @Nullable
        Credentials credentials;

        private Builder(String user) {
            this.user = user;
        }

        /** Host and port to bind, UDP and TCP; port 0 (default) takes any that is free on both. */
        public Builder bind(String host, int port) {
            bind = new InetSocketAddress(host, port);
            return this;
        }

        /** Sends every request outside a dialog there, over that transport: to Tollgate. */
        public Builder proxy(Hop outbound) {
            proxy = outbound;
            transport = outbound.transport();
            return this;
        }

        /** Domain of From and of numbers that are dialled; default the proxy's address, else the phone's own. */
        public Builder domain(String name) {
            domain = name;
            return this;
        }

        /** Transport where neither proxy nor URI say. */
        public Builder transport(Hop.Transport wanted) {
            transport = wanted;
            return this;
        }

        /** Answers 401 and 407. */
        public Builder credentials(String username, String password) {
            credentials = new Credentials(username, password);
            return this;
        }

        public Builder timers(SipTimers wanted) {
            timers = wanted;
            return this;
        }

        /** What it does with calls; default: rings and answers at once. */
        public Builder answering(Answering wanted) {
            answering = invite -> wanted;
            return this;
        }

        /** How many messages and calls are remembered. */
        public Builder remembered(int most) {
            remembered = most;
            return this;
        }

        /** Binds the sockets and starts. */
        public Phone open() {
            return new Phone(new UserAgent(this));
        }
    }

    private final UserAgent agent;

    private Phone(UserAgent agent) {
        this.agent = agent;
    }

    UserAgent agent() {
        return agent;
    }

    /** A phone of this user. */
    public static Builder of(String user) {
        return new Builder(user);
    }

    public String user() {
        return agent.user();
    }

    /** Its address on UDP and TCP. */
    public InetSocketAddress address() {
        return agent.endpoint().address();
    }

    /** Its address as a hop over UDP. */
    public Hop hop() {
        return Hop.udp(address());
    }

    /** {@code sip:USER@HOST:PORT}: dialled without a proxy, it rings here. */
    public String uri() {
        return "sip:" + user() + "@" + agent.hostPort();
    }

    /** {@code sip:USER@DOMAIN}: what its From says. */
    public String aor() {
        return agent.aor(user());
    }

    public Transcript transcript() {
        return agent.transcript();
    }

    /** Calls a number or user of its domain, or a URI. */
    public PlacedCall invite(String numberOrUri) {
        return invite(Dial.to(numberOrUri));
    }

    /** Calls as described. */
    public PlacedCall invite(Dial dial) {
        String callId = dial.callId() == null ? Ids.hex() + "@" + agent.hostPort() : dial.callId();
        PlacedCall call = new PlacedCall(agent, callId, dial);
        agent.execute(() -> {
            agent.switchboard().add(call);
            call.place();
        });
        return call;
    }

    /** Registers for an hour; gives the final response. */
    public CompletableFuture<Sighting> register() {
        return register(Duration.ofHours(1));
    }

    /** Registers; zero takes the registration back. */
    public CompletableFuture<Sighting> register(Duration expires) {
        return agent.request(
                "REGISTER",
                "sip:" + agent.domain(),
                aor(),
                agent.firstHop(null, "sip:" + agent.domain()),
                List.of("Expires: " + expires.toSeconds(), "Supported: path"));
    }

    /** A request outside any dialog, e.g. OPTIONS or MESSAGE; gives its final response. */
    public CompletableFuture<Sighting> request(String method, String numberOrUri, String... headers) {
        String uri = agent.aor(numberOrUri);
        return agent.request(method, uri, uri, agent.firstHop(null, uri), List.of(headers));
    }

    /** What it does with calls from now on. */
    public void answering(Answering wanted) {
        agent.switchboard().answering(invite -> wanted);
    }

    /** What it does with each call, by its INVITE. The function runs on the phone's thread. */
    public void answering(Function<Sighting, Answering> script) {
        agent.switchboard().answering(script);
    }

    /**
     * The status that requests of this method get, other than INVITE, ACK and CANCEL; default 200. A BYE that gets
     * another one ends nothing.
     */
    public void answerRequests(String method, int status) {
        agent.switchboard().answerOther(method, status);
    }

    /** Waits for the next call that came and was not given out yet. */
    public ReceivedCall awaitCall() {
        return awaitCall(call -> true);
    }

    /** Waits for the next such call that came and was not given out yet. */
    public ReceivedCall awaitCall(Predicate<ReceivedCall> wanted) {
        return agent.switchboard()
                .log()
                .take(Call.PATIENCE, wanted, () -> transcript().print(sighting -> true));
    }

    /** The calls that it placed and received, oldest first. */
    public List<Call> calls() {
        return agent.switchboard().log().all();
    }

    /** Has the next {@code times} messages that match lost before the phone looks at them. */
    public void loseReceived(int times, Predicate<Sighting> what) {
        agent.endpoint().lostWhenReceived().add(times, what);
    }

    /** Has the next {@code times} messages that match lost instead of sent. */
    public void loseSent(int times, Predicate<Sighting> what) {
        agent.endpoint().lostWhenSent().add(times, what);
    }

    /** Messages that a strict parser refused, with the reason: somebody wrote bad SIP. */
    public List<String> unreadable() {
        return agent.endpoint().unreadable();
    }

    /** How often this phone's own code failed; each is logged. */
    public long faults() {
        return agent.endpoint().loop().faults();
    }

    /** Closes its TCP connections, as a network would; the listener stays. */
    public void dropConnections() {
        agent.execute(() -> agent.endpoint().link().dropConnections());
    }

    @Override
    public void close() {
        agent.endpoint().close();
    }

    @Override
    public String toString() {
        return "Phone[" + uri() + "]";
    }
}
