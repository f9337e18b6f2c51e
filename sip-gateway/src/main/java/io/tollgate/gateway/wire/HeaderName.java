package io.tollgate.gateway.wire;

import java.util.Arrays;
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
    TIMESTAMP("Timestamp", null),
    OTHER("", null);

    private static final int LONGEST =
            Arrays.stream(values()).mapToInt(name -> name.lower.length).max().orElse(0);
    private static final HeaderName[][] BY_LENGTH = byLength();
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
        if (length > 0 && length <= LONGEST) {
            for (HeaderName name : BY_LENGTH[length]) {
                byte[] candidate = length == 1 ? name.compact : name.lower;
                if (candidate != null && Ascii.equalIgnoringCase(bytes, from, to, candidate)) {
                    return name;
                }
            }
        }
        return OTHER;
    }

    /** Those of one octet are the compact forms. */
    private static HeaderName[][] byLength() {
        HeaderName[][] all = new HeaderName[LONGEST + 1][];
        for (int i = 0; i <= LONGEST; i++) {
            int length = i;
            all[i] = Arrays.stream(values())
                    .filter(name -> length == 1 ? name.compact != null : name.lower.length == length)
                    .toArray(HeaderName[]::new);
        }
        return all;
    }
}
