package io.tollgate.gateway.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Headers that are read, or that no response may lose, with their compact forms (RFC 3261 section 7.3.3); the rest is OTHER. */
public enum HeaderName {
    VIA("Via", "v"),
    FROM("From", "f"),
    TO("To", "t"),
    CALL_ID("Call-ID", "i"),
    CSEQ("CSeq", null),
    MAX_FORWARDS("Max-Forwards", null),
    ROUTE("Route", null),
    RECORD_ROUTE("Record-Route", null),
    CONTACT("Contact", "m"),
    CONTENT_LENGTH("Content-Length", "l"),
    PATH("Path", null),
    USER_AGENT("User-Agent", null),
    REQUIRE("Require", null),
    PROXY_REQUIRE("Proxy-Require", null),
    AUTHORIZATION("Authorization", null),
    PROXY_AUTHORIZATION("Proxy-Authorization", null),
    WWW_AUTHENTICATE("WWW-Authenticate", null),
    PROXY_AUTHENTICATE("Proxy-Authenticate", null),
    P_ASSERTED_IDENTITY("P-Asserted-Identity", null),
    PRIVACY("Privacy", null),
    REFER_TO("Refer-To", "r"),
    REPLACES("Replaces", null),
    DIVERSION("Diversion", null),
    HISTORY_INFO("History-Info", null),
    SESSION_EXPIRES("Session-Expires", "x"),
    REASON("Reason", null),
    EXPIRES("Expires", null),
    SUPPORTED("Supported", "k"),
    MIN_EXPIRES("Min-Expires", null),
    MIN_SE("Min-SE", null),
    SIP_ETAG("SIP-ETag", null),
    UNSUPPORTED("Unsupported", null),
    SERVICE_ROUTE("Service-Route", null),
    RETRY_AFTER("Retry-After", null),
    OTHER("", null);

    private static final HeaderName[] KNOWN = values();
    private final String text;
    private final byte[] lower;
    private final byte @Nullable [] compact;

    HeaderName(String text, @Nullable String compact) {
        this.text = text;
        this.lower = Ascii.bytes(text.toLowerCase(Locale.ROOT));
        this.compact = compact == null ? null : Ascii.bytes(compact);
    }

    /** As we write it. */
    public String text() {
        return text;
    }

    static HeaderName of(byte[] bytes, int from, int to) {
        int length = to - from;
        for (HeaderName name : KNOWN) {
            byte[] candidate = length == 1 ? name.compact : name.lower;
            if (candidate != null
                    && candidate.length == length
                    && name != OTHER
                    && Ascii.equalIgnoringCase(bytes, from, to, candidate)) {
                return name;
            }
        }
        return OTHER;
    }
}
