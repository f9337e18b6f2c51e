package io.tollgate.gateway.identity;

import io.tollgate.gateway.number.Escapes;
import io.tollgate.gateway.wire.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Where a REFER sends its receiver (RFC 3515), and which dialog that is to take the place of (RFC 3891). Immutable.
 *
 * @param uri without headers
 */
public record ReferTo(String uri, @Nullable Replaced replaced) {
    /** Of a Refer-To header's value. */
    public static ReferTo of(String value) {
        String uri = SipUri.textOfElement(value);
        int headers = uri.indexOf('?');
        if (headers < 0) {
            return new ReferTo(uri, null);
        }
        Replaced replaced = null;
        for (String header : uri.substring(headers + 1).split("&")) {
            if (header.regionMatches(true, 0, "Replaces=", 0, 9)) {
                replaced = Replaced.of(Escapes.decoded(header.substring(9)));
            }
        }
        return new ReferTo(uri.substring(0, headers), replaced);
    }
}
