package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells the door what the answers to a request say of who sent it: what is accepted speaks for a source, a second
 * challenge to credentials against it, and who uses a nonce that was sent to his address has that address. Of one request;
 * belongs to its shard.
 */
final class AnswerWatch {
    /** Timer E and F: eleven times within 32 s. */
    private static final int MOST_REPEATS = 11;

    /** What becomes of a call that was let through. */
    private static final Set<Integer> ROUTED = Set.of(301, 302, 403, 404, 406, 410, 480, 484, 486, 487, 488);

    private static final String NONCE = "nonce=";
    private static final String REALM = "realm=";
    private static final String USERNAME = "username=";

    private final Door door;
    private final SipMessage request;
    private final Flow from;
    private boolean told;
    private int repeats;
    /** What is given back for a final answer, whatever it is. */
    private int excused;

    AnswerWatch(Door door, SipMessage request, Flow from) {
        this.door = door;
        this.request = request;
        this.from = from;
    }

    /**
     * A refusal will say nothing against who sent it.
     *
     * @param proven whether it is known who did, and not only that the account may not now: a challenge that he answered
     *     for it is given back too
     */
    void excuse(boolean proven) {
        excused = proven && credentials() ? 2 : 1;
    }

    /** The upstream's answer goes back. */
    void relayed(SipMessage response) {
        int status = response.status();
        if (status == 100 || told) {
            return;
        }
        told = status >= 200 || request.method() == Method.INVITE && status > 100 && status < 200;
        prove();
        if (status < 300) {
            String customer = told && worthTwo() ? customer() : null;
            if (customer != null) {
                door.customer(from, customer);
            }
            if (told && worthTwo()) {
                door.accepted(from);
            } else if (told) {
                door.excused(from);
            }
        } else if (status == 401) {
            challenged(response.header(HeaderName.WWW_AUTHENTICATE));
        } else if (status == 407) {
            challenged(response.header(HeaderName.PROXY_AUTHENTICATE));
        } else if (excused > 0) {
            door.excused(from, excused);
        } else if (handled(status)) {
            door.accepted(from);
        } else if (unserved(status) || busy(status)) {
            door.excused(from);
        } else if (status == 403 && credentials()
                || (status == 403 || status == 404) && request.method() == Method.REGISTER) {
            failed();
        }
    }

    /** An answer of our own goes back: a challenge, where it is one. */
    void replied(int status, String headers) {
        if (status < 200 || told) {
            return;
        }
        told = true;
        if (status == 401 || status == 407) {
            prove();
            challenged(headers);
        } else if (status >= 300 && excused > 0) {
            door.excused(from, excused);
        } else if (unserved(status)) {
            door.excused(from);
        }
    }

    /** The request came again, as RFC 3261 section 17.1 has it come: not for ever. */
    void repeated() {
        if (repeats++ < MOST_REPEATS) {
            door.excused(from);
        }
    }

    /**
     * Whether the upstream has taken the credentials of an INVITE and refuses the call for another reason. An enumerator gets
     * 404 too, without credentials or with some that nobody looks at: only those count that answer a challenge to an INVITE
     * from this address, and a 403, which may be for a wrong password, only where the upstream has accepted this user before.
     * What a proxy may say before it looks at credentials (400, 420, 483 and the like) tells nothing.
     */
    private boolean handled(int status) {
        boolean invite = request.method() == Method.INVITE;
        String customer = invite && (status >= 600 || ROUTED.contains(status)) ? customer() : null;
        return customer != null && (status != 403 || door.isCustomer(from, customer));
    }

    /** The callee is there, and has another call: nobody learns anything of that by guessing. */
    private boolean busy(int status) {
        return request.method() == Method.INVITE && (status == 486 || status == 600);
    }

    /** Whom the credentials name that answer a challenge to a request of this method; null: none do. */
    private @Nullable String customer() {
        String line = answering(request.methodName() + ' ');
        return line == null ? null : parameter(USERNAME, line);
    }

    /** What a stranger gets accepted without being asked who he is, such as OPTIONS, must not pay for what he does not. */
    private boolean worthTwo() {
        return request.method() == Method.INVITE || request.method() == Method.REGISTER;
    }

    /**
     * Not the fault of who asked: starting, draining, full, or nobody there behind us. 501 to a method that nobody has, and
     * the like, is.
     */
    private static boolean unserved(int status) {
        return status == 408 || status == 500 || status == 503 || status == 504;
    }

    /** A nonce that is only too old says nothing against the credentials (RFC 7616 section 3.3). */
    private void challenged(@Nullable String challenge) {
        String nonce = nonce(challenge);
        if (nonce != null) {
            door.challenged(from, nonce);
            door.challenged(from, request.methodName() + ' ' + nonce);
        }
        if (excused > 0) {
            // The upstream's, to somebody who has answered ours.
            door.excused(from);
            return;
        }
        boolean stale = challenge != null
                && challenge.replace("\"", "").toLowerCase(Locale.ROOT).contains("stale=true");
        if (!stale && credentialsFor(request, challenge)) {
            failed();
        }
    }

    /** It asked in vain for what is not everybody's: counts only against who was told the nonce that he used. */
    void failed() {
        if (!Door.forgeable(from) || answersChallenge()) {
            door.failed(from);
        }
    }

    /** Whether a request has credentials for the realm of this challenge: those for ours say nothing to the upstream. */
    static boolean credentialsFor(SipMessage request, @Nullable String challenge) {
        String realm = parameter(REALM, challenge);
        return credentialsFor(request, HeaderName.AUTHORIZATION, realm)
                || credentialsFor(request, HeaderName.PROXY_AUTHORIZATION, realm);
    }

    private static boolean credentialsFor(SipMessage request, HeaderName name, @Nullable String realm) {
        for (int line = request.first(name); line >= 0; line = request.next(name, line + 1)) {
            if (realm == null || realm.equals(parameter(REALM, request.text(request.valueAt(line))))) {
                return true;
            }
        }
        return false;
    }

    private boolean credentials() {
        return request.first(HeaderName.AUTHORIZATION) >= 0 || request.first(HeaderName.PROXY_AUTHORIZATION) >= 0;
    }

    private void prove() {
        if (answersChallenge()) {
            door.proved(from);
        }
    }

    /** Whether it has a nonce that was sent to this very address. */
    private boolean answersChallenge() {
        return answering("") != null;
    }

    /** The credentials with such a nonce, or null. */
    private @Nullable String answering(String prefix) {
        String authorization = answering(prefix, HeaderName.AUTHORIZATION);
        return authorization != null ? authorization : answering(prefix, HeaderName.PROXY_AUTHORIZATION);
    }

    private @Nullable String answering(String prefix, HeaderName name) {
        for (int line = request.first(name); line >= 0; line = request.next(name, line + 1)) {
            String credentials = request.text(request.valueAt(line));
            String nonce = nonce(credentials);
            if (nonce != null && door.wasChallenged(from, prefix + nonce)) {
                return credentials;
            }
        }
        return null;
    }

    /** The nonce of a challenge or of credentials; a cnonce is none. */
    static @Nullable String nonce(@Nullable String text) {
        return parameter(NONCE, text);
    }

    private static @Nullable String parameter(String name, @Nullable String text) {
        String lower = text == null ? "" : text.toLowerCase(Locale.ROOT);
        int at = lower.indexOf(name);
        while (at > 0 && Character.isLetter(lower.charAt(at - 1))) {
            at = lower.indexOf(name, at + 1);
        }
        if (text == null || at < 0) {
            return null;
        }
        int from = at + name.length();
        boolean quoted = from < text.length() && text.charAt(from) == '"';
        int start = quoted ? from + 1 : from;
        int end = text.indexOf(quoted ? '"' : ',', start);
        return text.substring(start, end < 0 ? text.length() : end);
    }
}
