package io.tollgate.phone;

import gov.nist.javax.sip.address.SipUri;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a phone is and how it sends: its addresses, its first hop, its transactions, its answers to challenges.
 *
 * <p>Belongs to the endpoint's loop, save {@link #execute} and what is final.
 */
final class UserAgent {
    private static final Pattern URI = Pattern.compile("(?i)(sips?|tel|urn):");
    private static final Pattern PLAIN_USER = Pattern.compile("[A-Za-z0-9_.+-]+");

    private final String user;
    private final String domain;
    private final @Nullable Hop proxy;
    private final @Nullable Credentials credentials;
    private final Hop.Transport transport;
    private final Endpoint endpoint;
    private final Transactions transactions;
    private final Switchboard switchboard;

    UserAgent(Phone.Builder settings) {
        this.user = settings.user;
        this.proxy = settings.proxy;
        this.credentials = settings.credentials;
        this.transport = settings.transport;
        this.switchboard = new Switchboard(this, settings.answering, settings.remembered);
        this.endpoint = new Endpoint(user, settings.bind, settings.remembered);
        this.transactions = new Transactions(endpoint, settings.timers);
        Hop home = proxy == null ? Hop.udp(endpoint.address()) : proxy;
        this.domain = settings.domain == null ? home.hostPort() : settings.domain;
        endpoint.open(switchboard::received);
    }

    void execute(Runnable order) {
        endpoint.loop().execute(order);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    Transactions transactions() {
        return transactions;
    }

    Switchboard switchboard() {
        return switchboard;
    }

    SipParser parser() {
        return endpoint.parser();
    }

    Transcript transcript() {
        return endpoint.transcript();
    }

    String user() {
        return user;
    }

    String domain() {
        return domain;
    }

    @Nullable
    Credentials credentials() {
        return credentials;
    }

    /** {@code sip:USER@DOMAIN}, or what is a URI already. */
    String aor(String userOrUri) {
        return URI.matcher(userOrUri).lookingAt() ? userOrUri : "sip:" + userOrUri + "@" + domain;
    }

    String via(Hop.Transport over) {
        return "SIP/2.0/" + over + " " + hostPort() + ";rport;branch=" + Ids.branch();
    }

    String contact(String of, Hop.Transport over) {
        String name = PLAIN_USER.matcher(of).matches() ? of : user;
        return "<sip:" + name + "@" + hostPort() + (over == Hop.Transport.TCP ? ";transport=tcp>" : ">");
    }

    String hostPort() {
        return Hop.hostPort(endpoint.address());
    }

    String sdp() {
        String host = endpoint.address().getAddress().getHostAddress();
        return "v=0\r\no=- 1 1 IN IP4 " + host + "\r\ns=-\r\nc=IN IP4 " + host
                + "\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 8\r\n";
    }

    static Hop hop(SipUri uri) {
        String named = uri.getTransportParam();
        Hop.Transport over = named == null ? Hop.Transport.UDP : Hop.Transport.valueOf(named.toUpperCase(Locale.ROOT));
        return Hop.of(uri.getHost(), uri.getPort(), over);
    }

    /** Where a request outside any dialog goes first: the outbound proxy, else straight to its URI. */
    Hop firstHop(@Nullable Hop wanted, String uri) {
        if (wanted != null) {
            return wanted;
        }
        if (proxy != null) {
            return proxy;
        }
        Hop direct = hop((SipUri) parser().uri(uri));
        return uri.contains(";transport=") ? direct : direct.over(transport);
    }

    Sighting send(Hop to, String text) {
        return endpoint.send(to, text);
    }

    /** What left this phone last, or was to leave and lost. */
    Sighting lastSent() {
        return endpoint.lastSent();
    }

    ClientTransaction start(Draft request, Hop hop, ClientTransaction.Listener listener) {
        return transactions.start(request, hop, listener);
    }

    /** Sends a request that is no INVITE; answers one challenge if there are credentials. */
    Sighting ask(Draft request, Hop hop, UnaryOperator<Draft> again, CompletableFuture<Sighting> response) {
        start(request, hop, new ClientTransaction.Listener() {
            @Override
            public void responded(Incoming came) {
                boolean challenge = came.status() == 401 || came.status() == 407;
                boolean first = request.values("Authorization").isEmpty()
                        && request.values("Proxy-Authorization").isEmpty();
                if (challenge && first && credentials != null) {
                    ask(authorized(again.apply(request), came, credentials), hop, again, response);
                } else if (came.status() >= 200) {
                    response.complete(came.sighting());
                }
            }

            @Override
            public void timedOut() {
                response.completeExceptionally(
                        new NotSeen("no answer to " + request.method() + " " + request.value("Call-ID")));
            }
        });
        return lastSent();
    }

    /** A request outside any dialog. */
    CompletableFuture<Sighting> request(String method, String uri, String to, Hop hop, List<String> headers) {
        CompletableFuture<Sighting> response = new CompletableFuture<>();
        execute(() -> {
            Draft draft = Draft.request(method, uri)
                    .with("Via", via(hop.transport()))
                    .with("Max-Forwards", "70")
                    .with("From", "<" + aor(user) + ">;tag=" + Ids.tag())
                    .with("To", "<" + to + ">")
                    .with("Call-ID", Ids.hex() + "@" + hostPort())
                    .with("CSeq", "1 " + method)
                    .with("Contact", contact(user, hop.transport()))
                    .withLines(headers);
            ask(draft, hop, this::again, response);
        });
        return response;
    }

    /** The same request outside any dialog once more: next CSeq, new branch. */
    Draft again(Draft request) {
        String transportName = request.value("Via").startsWith("SIP/2.0/TCP") ? "TCP" : "UDP";
        return request.replacing("CSeq", request.cseq() + 1 + " " + request.method())
                .replacing("Via", via(Hop.Transport.valueOf(transportName)));
    }

    static Draft authorized(Draft request, Incoming challenge, Credentials own) {
        boolean byProxy = challenge.status() == 407;
        String asked = challenge.header(byProxy ? "Proxy-Authenticate" : "WWW-Authenticate");
        return request.with(
                byProxy ? "Proxy-Authorization" : "Authorization", own.answer(asked, request.method(), request.uri()));
    }
}
