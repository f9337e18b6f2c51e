package io.tollgate.gateway.message;

import gov.nist.javax.sip.header.AuthenticationHeader;
import gov.nist.javax.sip.header.Authorization;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.ProxyAuthorization;
import gov.nist.javax.sip.header.To;
import io.tollgate.gateway.identity.Credentials;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a request that starts something says of its parties, read by JAIN-SIP: that it can be read is also what lets us speak in
 * the dialog later. Immutable.
 *
 * @param caller From's URI without parameters
 * @param callee To's URI without parameters
 * @param credentials what its credentials name, readable ones only
 * @param userAgent the User-Agent, or null
 */
public record RequestReading(
        String caller,
        String callee,
        List<Credentials> credentials,
        @Nullable String userAgent) {
    /**
     * Reads a request.
     *
     * @throws ParseException if From or To cannot be read
     */
    public static RequestReading of(SipMessage request) throws ParseException {
        URI from = Headers.parse(From.class, "From", value(request, HeaderName.FROM))
                .getAddress()
                .getURI();
        URI to = Headers.parse(To.class, "To", value(request, HeaderName.TO))
                .getAddress()
                .getURI();
        return new RequestReading(plain(from), plain(to), credentials(request), request.header(HeaderName.USER_AGENT));
    }

    private static String value(SipMessage request, HeaderName name) {
        String value = request.header(name);
        return value == null ? "" : value;
    }

    private static String plain(URI uri) {
        if (uri instanceof SipURI sip) {
            String user = sip.getUser();
            return sip.getScheme()
                    + ":"
                    + (user == null ? "" : user + "@")
                    + sip.getHost()
                    + (sip.getPort() < 0 ? "" : ":" + sip.getPort());
        }
        String text = uri.toString();
        int parameters = text.indexOf(';');
        return parameters < 0 ? text : text.substring(0, parameters);
    }

    /** Unreadable credentials name nobody: whether they are right is for the one who verifies them. */
    private static List<Credentials> credentials(SipMessage request) {
        List<Credentials> all = new ArrayList<>(1);
        add(all, Authorization.class, request, HeaderName.AUTHORIZATION);
        add(all, ProxyAuthorization.class, request, HeaderName.PROXY_AUTHORIZATION);
        return all;
    }

    private static <T extends AuthenticationHeader> void add(
            List<Credentials> all, Class<T> type, SipMessage request, HeaderName name) {
        for (int line = request.first(name); line >= 0; line = request.next(name, line + 1)) {
            try {
                T header = Headers.parse(type, name.text(), request.text(request.valueAt(line)));
                String user = header.getParameter("username");
                if (user != null && !user.isEmpty()) {
                    all.add(new Credentials(user, header.getRealm()));
                }
            } catch (ParseException e) {
                continue;
            }
        }
    }
}
