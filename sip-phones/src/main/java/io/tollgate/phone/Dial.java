package io.tollgate.phone;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a phone shall dial, and what is unusual about it. Filled in by one thread, read when the call is placed. */
public final class Dial {
    private final String to;
    private @Nullable String from;
    private @Nullable String requestUri;
    private @Nullable String callId;
    private @Nullable Credentials credentials;
    private @Nullable Hop via;
    private boolean acknowledging = true;
    private boolean offering = true;
    private final List<String> routes = new ArrayList<>();
    private final List<String> headers = new ArrayList<>();

    private Dial(String to) {
        this.to = to;
    }

    /** A number or user of the phone's domain, or a whole URI. */
    public static Dial to(String numberOrUri) {
        return new Dial(numberOrUri);
    }

    /** From: another user of the phone's domain, a URI, or a whole name-addr (forged or not). */
    public Dial from(String userOrUri) {
        this.from = userOrUri;
        return this;
    }

    /** A Request-URI that differs from To. */
    public Dial requestUri(String uri) {
        this.requestUri = uri;
        return this;
    }

    /** A Call-ID of the script's choice. */
    public Dial callId(String id) {
        this.callId = id;
        return this;
    }

    /** Credentials for this call alone. */
    public Dial credentials(Credentials own) {
        this.credentials = own;
        return this;
    }

    /** Another first hop than the phone's. */
    public Dial via(Hop hop) {
        this.via = hop;
        return this;
    }

    /** Never sends ACK to a 2xx. */
    public Dial withoutAck() {
        this.acknowledging = false;
        return this;
    }

    /** An INVITE without SDP. */
    public Dial withoutOffer() {
        this.offering = false;
        return this;
    }

    /** A preloaded Route, {@code <sip:...;lr>}. */
    public Dial route(String nameAddress) {
        routes.add(nameAddress);
        return this;
    }

    /** One more header, {@code Name: value}. */
    public Dial header(String line) {
        headers.add(line);
        return this;
    }

    String to() {
        return to;
    }

    @Nullable
    String from() {
        return from;
    }

    @Nullable
    String requestUri() {
        return requestUri;
    }

    @Nullable
    String callId() {
        return callId;
    }

    @Nullable
    Credentials credentials() {
        return credentials;
    }

    @Nullable
    Hop via() {
        return via;
    }

    boolean acknowledging() {
        return acknowledging;
    }

    boolean offering() {
        return offering;
    }

    List<String> routes() {
        return routes;
    }

    List<String> headers() {
        return headers;
    }
}
