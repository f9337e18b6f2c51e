package io.tollgate.gateway.message;

import gov.nist.javax.sip.header.AuthenticationHeader;
import gov.nist.javax.sip.header.Authorization;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.ProxyAuthorization;
import gov.nist.javax.sip.header.To;
import io.tollgate.gateway.identity.Credentials;
import io.tollgate.gateway.identity.DigestResponse;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/**
 * What a request that starts something says of its parties, read by JAIN-SIP: that it can be read is also what lets us speak in
 * the dialog later. Immutable.
 *
 * @param caller From's URI without parameters
 * @param callee To's URI without parameters
 * @param credentials what its credentials name
 * @param userAgent the User-Agent, or null
 */
public record RequestReading(
        String caller,
        String callee,
        List<Credentials> credentials,
        @Nullable String userAgent) {
    private static final Pattern USERNAMES = Pattern.compile("\\busername\\*?\\s*=", Pattern.CASE_INSENSITIVE);

    /** RFC 7616 section 3.4: the upstream may know whom it names, and we would take the caller for the one of From. */
    private static final Pattern EXTENDED = Pattern.compile("\\busername\\*\\s*=", Pattern.CASE_INSENSITIVE);

    /**
     * Reads a request.
     *
     * @throws ParseException if From, To, the Request-URI or credentials cannot be read, or can be read in two ways
     */
    public static RequestReading of(SipMessage request) throws ParseException {
        if (request.targetText().indexOf('@') != request.targetText().lastIndexOf('@')) {
            throw new ParseException("several @ in the Request-URI", 0);
        }
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

    /**
     * Credentials that we cannot read are refused with the request: the upstream might read them, and then they would
     * prove another than the one whom we take the caller for.
     */
    private static List<Credentials> credentials(SipMessage request) throws ParseException {
        List<Credentials> all = new ArrayList<>(1);
        add(all, Authorization.class, request, HeaderName.AUTHORIZATION);
        add(all, ProxyAuthorization.class, request, HeaderName.PROXY_AUTHORIZATION);
        return all;
    }

    private static <T extends AuthenticationHeader> void add(
            List<Credentials> all, Class<T> type, SipMessage request, HeaderName name) throws ParseException {
        for (int line = request.first(name); line >= 0; line = request.next(name, line + 1)) {
            String value = request.text(request.valueAt(line));
            T header = Headers.parse(type, name.text(), value);
            String user = header.getParameter("username");
            if (USERNAMES.matcher(value).results().count() > 1) {
                throw new ParseException("several usernames in " + name.text(), 0);
            }
            if (EXTENDED.matcher(value).find()) {
                throw new ParseException("an extended username in " + name.text(), 0);
            }
            if (user != null && !user.isEmpty()) {
                all.add(new Credentials(user, header.getRealm(), digest(header)));
            }
        }
    }

    private static @Nullable DigestResponse digest(AuthenticationHeader header) {
        String nonce = header.getParameter("nonce");
        String uri = header.getParameter("uri");
        String response = header.getParameter("response");
        return nonce == null || uri == null || response == null || !"Digest".equalsIgnoreCase(header.getScheme())
                ? null
                : new DigestResponse(
                        nonce,
                        uri,
                        response,
                        header.getParameter("algorithm"),
                        header.getParameter("qop"),
                        header.getParameter("nc"),
                        header.getParameter("cnonce"));
    }
}
