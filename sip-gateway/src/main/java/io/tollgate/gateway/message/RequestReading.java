package io.tollgate.gateway.message;

import gov.nist.javax.sip.header.AuthenticationHeader;
import gov.nist.javax.sip.header.Authorization;
import gov.nist.javax.sip.header.ProxyAuthorization;
import io.tollgate.gateway.identity.Credentials;
import io.tollgate.gateway.identity.DigestResponse;
import io.tollgate.gateway.wire.AuthParameters;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request that starts something says of its parties; credentials are read by JAIN-SIP. Immutable.
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
    /** Who does not say who he is (RFC 3323 section 4.1.1.3). */
    private static final String ANONYMOUS = "sip:anonymous@anonymous.invalid";

    /** With the port 0 of those that do not know theirs; nobody is called that way. */
    private static final Pattern NO_PORT = Pattern.compile(":0+(?=[;?]|$)");

    /**
     * Reads a request.
     *
     * @throws ParseException if From, To, the Request-URI or credentials cannot be read, or can be read in two ways
     */
    public static RequestReading of(SipMessage request) throws ParseException {
        if (request.targetText().indexOf('@') != request.targetText().lastIndexOf('@')) {
            throw new ParseException("several @ in the Request-URI", 0);
        }
        return new RequestReading(
                party(request, HeaderName.FROM),
                party(request, HeaderName.TO),
                credentials(request),
                request.header(HeaderName.USER_AGENT));
    }

    /**
     * Reads an emergency call, which no formality stops: whom From does not name legibly, it does not name, and To says
     * nothing that its number does not.
     */
    public static RequestReading ofEmergency(SipMessage request) {
        return new RequestReading(
                legible(() -> party(request, HeaderName.FROM), ANONYMOUS),
                legible(() -> party(request, HeaderName.TO), request.targetText()),
                legible(() -> credentials(request), List.of()),
                request.header(HeaderName.USER_AGENT));
    }

    private interface Part<T> {
        T read() throws ParseException;
    }

    private static <T> T legible(Part<T> part, T otherwise) {
        try {
            return part.read();
        } catch (ParseException illegible) {
            return otherwise;
        }
    }

    /** By our own view, which takes more display names and parameters than a parser of the whole grammar. */
    private static String party(SipMessage request, HeaderName name) throws ParseException {
        String text = SipUri.textOfElement(String.valueOf(request.header(name)));
        SipUri uri = SipUri.parse(withoutPortZero(text));
        boolean plain = text.codePoints().allMatch(RequestReading::plain);
        if (uri == null || !plain || text.indexOf('@') != text.lastIndexOf('@')) {
            throw new ParseException("no URI in " + name.text() + ", or one that can be read in two ways", 0);
        }
        String user = uri.user();
        if (uri.host().isEmpty()) {
            return uri.scheme() + ":" + String.valueOf(user).split(";", 2)[0];
        }
        return uri.scheme()
                + ":"
                + (user == null ? "" : user + "@")
                + uri.host().toLowerCase(Locale.ROOT)
                + (uri.port() < 0 ? "" : ":" + uri.port());
    }

    private static String withoutPortZero(String text) {
        int host = Math.max(text.lastIndexOf('@'), text.indexOf(':')) + 1;
        return text.substring(0, host) + NO_PORT.matcher(text.substring(host)).replaceFirst("");
    }

    /** Whether it can be shown to an operator: beyond ASCII only what words are made of, as in a Request-URI. */
    private static boolean plain(int c) {
        int type = Character.getType(c);
        boolean mark = type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
        return c < 0x7f ? c >= ' ' && c != '<' : Character.isLetterOrDigit(c) || mark;
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
            AuthParameters parameters = AuthParameters.of(value);
            if (parameters.values("username").size() > 1) {
                throw new ParseException("several usernames in " + name.text(), 0);
            }
            // RFC 7616 section 3.4: the upstream may know whom it names, and we would take From's user for the caller.
            if (parameters.value("username*") != null) {
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
