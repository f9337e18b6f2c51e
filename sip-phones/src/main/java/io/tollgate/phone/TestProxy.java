package io.tollgate.phone;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.Via;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A minimal record-routing proxy and registrar in the operator's place, so that a call from one customer to another can
 * pass Tollgate twice: it forwards calls to registered users along their Path, everything else to an upstream, and can
 * challenge INVITEs and REGISTERs.
 *
 * <p>Stateless as RFC 3261 section 16.11 has it, save that ACK and CANCEL go where their INVITE went. Of a user with
 * several devices all are tried at once, and all their answers are passed on.
 *
 * <p>One thread of its own; what is public may be called from anywhere.
 */
public final class TestProxy implements AutoCloseable {
    /** How a test proxy is set up. */
    public static final class Builder {
        private InetSocketAddress bind = new InetSocketAddress("127.0.0.1", 0);
        private @Nullable Hop upstream;
        private @Nullable String realm;
        private boolean challengingRegistrations;
        private int remembered = 50_000;
        private final Map<String, Credentials> users = new HashMap<>();

        private Builder() {}

        public Builder bind(String host, int port) {
            bind = new InetSocketAddress(host, port);
            return this;
        }

        /** Where calls to those go who are not registered; default: nowhere (404). */
        public Builder upstream(Hop hop) {
            upstream = hop;
            return this;
        }

        /** Challenges each INVITE outside a dialog with 407. */
        public Builder challenging(String inRealm) {
            realm = inRealm;
            return this;
        }

        /** Challenges REGISTER with 401 as well. */
        public Builder challengingRegistrations(String inRealm) {
            realm = inRealm;
            challengingRegistrations = true;
            return this;
        }

        /** A user who may answer a challenge. */
        public Builder user(String username, String password) {
            users.put(username, new Credentials(username, password));
            return this;
        }

        public Builder remembered(int most) {
            remembered = most;
            return this;
        }

        public TestProxy open() {
            return new TestProxy(this);
        }
    }

    private static final Logger LOGGER = LoggerFactory.getLogger(TestProxy.class);
    private static final String OWN_TAG = "test-proxy-";
    private static final int REGISTRATION_SECONDS = 3600;
    private static final List<String> DIALOG_MAKERS = List.of("INVITE", "SUBSCRIBE", "REFER");

    private final @Nullable String realm;
    private final boolean challengingRegistrations;
    private final Map<String, Credentials> users;
    private final Registrar registrar = new Registrar();
    private final Endpoint endpoint;
    private final ProxyRoutes routes;

    private TestProxy(Builder settings) {
        this.realm = settings.realm;
        this.challengingRegistrations = settings.challengingRegistrations;
        this.users = Map.copyOf(settings.users);
        this.endpoint = new Endpoint("proxy", settings.bind, settings.remembered);
        this.routes = new ProxyRoutes(endpoint, registrar, settings.upstream);
        endpoint.open(this::received);
    }

    public static Builder builder() {
        return new Builder();
    }

    public InetSocketAddress address() {
        return endpoint.address();
    }

    /** {@code sip:HOST:PORT}, as `--upstream` takes it. */
    public String uri() {
        return "sip:" + Hop.hostPort(address());
    }

    public Transcript transcript() {
        return endpoint.transcript();
    }

    /** The Contact URIs under which a user is registered. */
    public List<String> contacts(String user) {
        return registrar.of(user).stream().map(Registrar.Binding::contact).toList();
    }

    /** The Path that each of a user's registrations came with. */
    public List<List<String>> paths(String user) {
        return registrar.of(user).stream().map(Registrar.Binding::path).toList();
    }

    /** Sends what is for registered devices to this hop, whatever their Path says; the Route stays. */
    public void reachingDevicesThrough(Hop hop) {
        routes.reachDevicesThrough(hop);
    }

    /** Messages that a strict parser refused, with the reason. */
    public List<String> unreadable() {
        return endpoint.unreadable();
    }

    /** How often its own code failed; each is logged. */
    public long faults() {
        return endpoint.loop().faults();
    }

    // ---- on the loop ----

    private void received(Incoming message) {
        if (message.isRequest()) {
            request(message);
        } else {
            response(message);
        }
    }

    private void response(Incoming response) {
        List<String> vias = response.entries("Via");
        if (vias.size() < 2
                || !routes.isUs(response.topVia().getHost(), response.topVia().getPort())) {
            return; // not ours to pass on
        }
        Draft draft = Draft.of(response.sighting()).without("Via");
        for (int i = vias.size() - 1; i > 0; i--) {
            draft = draft.withFirst("Via", vias.get(i));
        }
        Via next = response.message().getViaHeaders().get(1);
        String host = next.getReceived() == null ? next.getHost() : next.getReceived();
        int port = next.getRPort() > 0 ? next.getRPort() : next.getPort();
        Hop.Transport over = Hop.Transport.valueOf(next.getTransport().toUpperCase(Locale.ROOT));
        endpoint.send(Hop.of(host, port, over), draft.text());
    }

    private void request(Incoming request) {
        boolean ack = request.method().equals("ACK");
        String maxForwards = request.header("Max-Forwards");
        int hopsLeft = maxForwards.isEmpty() ? 70 : Integer.parseInt(maxForwards);
        if (ack && request.toTag().startsWith(OWN_TAG)) {
            return; // to a refusal of ours
        }
        if (hopsLeft == 0) {
            refuse(request, 483);
        } else if (request.method().equals("REGISTER")) {
            register(request);
        } else if (request.method().equals("INVITE") && request.toTag().isEmpty() && !authorized(request)) {
            challenge(request, 407);
        } else {
            List<ProxyRoutes.Target> targets = routes.of(request);
            if (targets.isEmpty()) {
                refuse(request, 404);
            }
            for (int i = 0; i < targets.size(); i++) {
                forward(request, targets.get(i), i, hopsLeft - 1);
            }
        }
    }

    private void forward(Incoming request, ProxyRoutes.Target target, int index, int hopsLeft) {
        List<String> vias = request.entries("Via");
        Draft draft = Draft.of(request.sighting())
                .to(target.uri())
                .without("Via")
                .without("Route")
                .without("Max-Forwards")
                .without("Proxy-Authorization");
        for (int i = vias.size() - 1; i > 0; i--) {
            draft = draft.withFirst("Via", vias.get(i));
        }
        draft = draft.withFirst("Via", Draft.filledIn(vias.get(0), request.topVia(), request.from()))
                .withFirst(
                        "Via",
                        "SIP/2.0/" + target.hop().transport() + " " + Hop.hostPort(address()) + ";branch=" + Ids.MAGIC
                                + "p" + index + "-" + request.branch())
                .with("Max-Forwards", String.valueOf(hopsLeft))
                .with("Route", target.routes());
        if (DIALOG_MAKERS.contains(request.method())) {
            draft = draft.withFirst("Record-Route", "<" + uri() + ";lr>");
        }
        endpoint.send(target.hop(), draft.text());
    }

    private void register(Incoming request) {
        if (challengingRegistrations && !authorized(request)) {
            challenge(request, 401);
            return;
        }
        SipUri aor = (SipUri) request.message().getTo().getAddress().getURI();
        List<String> path = request.entries("Path");
        boolean remove = request.header("Expires").equals("0");
        String contact = request.contactUri();
        List<Registrar.Binding> devices = contact == null ? List.of() : List.of(new Registrar.Binding(contact, path));
        if (!registrar.take(String.valueOf(aor.getUser()), devices, remove)) {
            refuse(request, 503);
            return;
        }
        Draft response = Draft.response(request, 200, OWN_TAG + Ids.tag()).with("Path", path);
        for (Registrar.Binding binding : registrar.of(String.valueOf(aor.getUser()))) {
            response = response.with("Contact", "<" + binding.contact() + ">;expires=" + REGISTRATION_SECONDS);
        }
        endpoint.send(request.back(), response.text());
    }

    private boolean authorized(Incoming request) {
        if (realm == null) {
            return true;
        }
        String name = request.method().equals("REGISTER") ? "Authorization" : "Proxy-Authorization";
        Map<String, String> given = Credentials.parameters(request.header(name));
        Credentials user = users.get(given.getOrDefault("username", ""));
        return user != null && Credentials.fits(given, user.ha1(realm), request.method());
    }

    private void challenge(Incoming request, int status) {
        String name = status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
        String challenge = "Digest realm=\"" + realm + "\", nonce=\"" + Ids.tag() + "\", algorithm=MD5, qop=\"auth\"";
        endpoint.send(
                request.back(),
                Draft.response(request, status, ownTag(request))
                        .with(name, challenge)
                        .text());
    }

    private void refuse(Incoming request, int status) {
        if (request.method().equals("ACK")) {
            LOGGER.atDebug().addKeyValue("callId", request.callId()).log("an ACK for nobody");
        } else {
            endpoint.send(
                    request.back(),
                    Draft.response(request, status, ownTag(request)).text());
        }
    }

    /** The same for each repeat of a request: without state, that is how its answers stay the same. */
    private static String ownTag(Incoming request) {
        return OWN_TAG + Integer.toHexString(request.branch().hashCode());
    }

    @Override
    public void close() {
        endpoint.close();
    }
}
