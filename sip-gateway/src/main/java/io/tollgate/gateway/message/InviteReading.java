package io.tollgate.gateway.message;

import gov.nist.javax.sip.header.Authorization;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.ProxyAuthorization;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.AuthenticationHeader;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.text.ParseException;
import javax.sip.address.SipURI;
import javax.sip.address.TelURL;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a dialog-creating request says of its parties, read by JAIN-SIP: that it can be read is also what lets us speak in
 * the dialog later. Immutable.
 *
 * @param caller From's URI without parameters
 * @param callee To's URI without parameters
 * @param fromUser From's user part, or null
 * @param fromHost From's host, or null
 * @param credentials the `username` that its credentials name, or null
 * @param userAgent the User-Agent, or null
 */
public record InviteReading(
        String caller,
        String callee,
        @Nullable String fromUser,
        @Nullable String fromHost,
        @Nullable String credentials,
        @Nullable String userAgent) {
    /**
     * Reads a request.
     *
     * @throws ParseException if From or To cannot be read
     */
    public static InviteReading of(SipMessage request) throws ParseException {
        URI from = Headers.parse(From.class, "From", value(request, HeaderName.FROM))
                .getAddress()
                .getURI();
        URI to = Headers.parse(To.class, "To", value(request, HeaderName.TO))
                .getAddress()
                .getURI();
        return new InviteReading(
                plain(from),
                plain(to),
                from instanceof SipURI sip ? sip.getUser() : from instanceof TelURL tel ? tel.getPhoneNumber() : null,
                from instanceof SipURI sip ? sip.getHost() : null,
                credentials(request),
                request.header(HeaderName.USER_AGENT));
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
    private static @Nullable String credentials(SipMessage request) {
        String user = username(Authorization.class, request, HeaderName.AUTHORIZATION);
        return user != null ? user : username(ProxyAuthorization.class, request, HeaderName.PROXY_AUTHORIZATION);
    }

    private static <T extends AuthenticationHeader> @Nullable String username(
            Class<T> type, SipMessage request, HeaderName name) {
        String value = request.header(name);
        if (value == null) {
            return null;
        }
        try {
            String user = Headers.parse(type, name.text(), value).getParameter("username");
            return user == null || user.isEmpty() ? null : user;
        } catch (ParseException e) {
            return null;
        }
    }
}
