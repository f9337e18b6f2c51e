package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HandlerType;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.http.UnsupportedMediaTypeResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps strangers out: those without the token, and web pages of other sites, also where they reach us under a name of
 * their own (DNS rebinding). Safe for threads.
 */
final class HttpGuard {

    /** A scheme in any case, one blank or more, RFC 9110, section 11.4. */
    private static final Pattern BEARER = Pattern.compile("bearer +(.*)", Pattern.CASE_INSENSITIVE);

    private static final Set<HandlerType> READING = Set.of(HandlerType.GET, HandlerType.HEAD, HandlerType.OPTIONS);

    /** With any parameters, which mean nothing to JSON; the charset is looked at for every request. */
    private static final Pattern JSON = Pattern.compile("application/json\\s*(;.*)?", Pattern.CASE_INSENSITIVE);

    private final @Nullable String token;
    private final OurHosts ours;

    /**
     * @param token what every API call must bear; null: none
     * @param ours by which names we may be asked
     */
    HttpGuard(@Nullable String token, OurHosts ours) {
        this.token = token;
        this.ours = ours;
    }

    /** For every request. */
    void checkHost(Context request) {
        var host = request.header("Host");
        if (host == null || !ours.has(host)) {
            throw new ForbiddenResponse("this Host is not ours");
        }
        var origin = request.header("Origin");
        if (origin != null && !isOf(host, origin)) {
            throw new ForbiddenResponse("this Origin is not ours");
        }
    }

    /** For what reads or writes Tollgate's data. */
    void checkToken(Context request) {
        if (token == null) {
            return;
        }
        var given = request.header("Authorization");
        var bearer = BEARER.matcher(given == null ? "" : given);
        if (!bearer.matches() || !isEqual(bearer.group(1), token)) {
            request.header("WWW-Authenticate", "Bearer");
            throw new UnauthorizedResponse("a bearer token is needed");
        }
    }

    /**
     * For what writes: a form of another site's page cannot send JSON, nor can a script there without asking first, and
     * nobody answers. A DELETE needs no body, and is not for forms either.
     */
    void checkContent(Context request) {
        if (READING.contains(request.method()) || isEmptyDelete(request)) {
            return;
        }
        var type = request.header("Content-Type");
        if (type == null || !JSON.matcher(type).matches()) {
            throw new UnsupportedMediaTypeResponse("Content-Type is not application/json");
        }
    }

    private static boolean isEmptyDelete(Context request) {
        return request.method().equals(HandlerType.DELETE)
                && request.contentLength() <= 0
                && request.header("Transfer-Encoding") == null
                && request.header("Content-Type") == null;
    }

    /** Another port of ours is another's page. */
    private static boolean isOf(String host, String origin) {
        try {
            return host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    /** Takes as long whatever the guess. */
    private static boolean isEqual(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
