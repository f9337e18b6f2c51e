package io.tollgate.gateway.proxy;

import io.tollgate.gateway.number.EmergencyNumbers;
import io.tollgate.gateway.wire.SipUri;

/**
 * Which INVITEs are emergency calls: only those that go to our own side; an emergency number at somebody else's host is a
 * call like any other. Immutable.
 */
record EmergencyCalls(Boundary boundary, EmergencyNumbers numbers) {
    boolean matches(String requestUri) {
        SipUri uri = SipUri.parse(requestUri);
        return uri != null
                && (uri.host().isEmpty() || boundary.ours(uri) || boundary.upstreams(uri))
                && numbers.matches(requestUri);
    }
}
