package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.AuthParameters;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Tells the door what the answers to a request say of who sent it: what is accepted speaks for a source, a second
 * challenge to credentials against it, and who uses a nonce that was sent to his address has that address. Of one request;
 * belongs to its shard.
 */
final class AnswerWatch {
    /** What becomes of a call that was let through. */
    private static final Set<Integer> ROUTED = Set.of(301, 302, 404, 406, 410, 480, 484, 486, 487, 488);

    private static final String NONCE = "nonce";
    private static final String REALM = "realm";
    private static final String USERNAME = "username";

    private final Door door;
    private final SipMessage request;
    private final Flow from;
    private boolean told;
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
            if (told) {
                taken();
            }
        } else if (status == 401) {
            challenged(response.header(HeaderName.WWW_AUTHENTICATE));
        } else if (status == 407) {
            challenged(response.header(HeaderName.PROXY_AUTHENTICATE));
        } else if (excused > 0) {
            door.excused(from, excused);
        } else if (handled(status)) {
            door.accepted(from);
        } else if (unserved(status) || busy(status) || barred(status)) {
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

    /** The upstream has taken it. */
    private void taken() {
        if (!worthTwo()) {
            door.excused(from);
            return;
        }
        String customer = challengedUser();
        if (customer != null) {
            door.customer(from, customer);
        }
        door.accepted(from);
    }

    /**
     * Whether the upstream has taken the credentials of an INVITE and refuses the call for another reason. An enumerator gets
     * 404 too, without credentials or with some that nobody looks at: only those count that answer the challenge to this
     * very call. A 403 may be for a wrong password. What a proxy may say before it looks at credentials (400, 420, 483 and
     * the like) tells nothing.
     */
    private boolean handled(int status) {
        return request.method() == Method.INVITE
                && (status >= 600 || ROUTED.contains(status))
                && challengedUser() != null;
    }

    /** The callee is there, and has another call. Whoever guesses numbers learns that too, so only who is known is excused. */
    private boolean busy(int status) {
        return request.method() == Method.INVITE && (status == 486 || status == 600) && door.isLive(from);
    }

    /** Where the upstream has accepted this user on this flow before, a 403 is for the destination that he may not call. */
    private boolean barred(int status) {
        AuthParameters credentials = status == 403 && request.method() == Method.INVITE
                ? credentials(nonce -> door.wasChallenged(from, nonce))
                : null;
        String user = credentials == null ? null : credentials.value(USERNAME);
        return user != null && door.isCustomer(from, user);
    }

    /** Whom the credentials name that answer a challenge to this very request; null: none do. Asked once. */
    private @Nullable String challengedUser() {
        AuthParameters credentials = credentials(nonce -> door.answers(from, challenge(nonce)));
        return credentials == null ? null : credentials.value(USERNAME);
    }

    /** What was challenged, which its repetition with credentials keeps (RFC 3261 section 8.1.3.5). */
    private String challenge(String nonce) {
        return request.methodName() + ' ' + request.callId() + ' ' + request.targetText() + ' ' + nonce;
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
            door.challenged(from, challenge(nonce));
        }
        if (excused > 0) {
            // The upstream's, to somebody who has answered ours.
            door.excused(from);
            return;
        }
        boolean stale = "true".equalsIgnoreCase(AuthParameters.of(challenge).value("stale"));
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

    /**
     * Whether a request has credentials for the realm of this challenge, or for none: those for ours say nothing to the
     * upstream.
     */
    static boolean credentialsFor(SipMessage request, @Nullable String challenge) {
        String realm = AuthParameters.of(challenge).value(REALM);
        Predicate<AuthParameters> meant = credentials -> {
            List<String> realms = credentials.values(REALM);
            return realm == null || realms.isEmpty() || realms.contains(realm);
        };
        return find(request, HeaderName.AUTHORIZATION, meant) != null
                || find(request, HeaderName.PROXY_AUTHORIZATION, meant) != null;
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
        return credentials(nonce -> door.wasChallenged(from, nonce)) != null;
    }

    /** The credentials with such a nonce, or null. */
    private @Nullable AuthParameters credentials(Predicate<String> nonce) {
        Predicate<AuthParameters> meant =
                credentials -> credentials.values(NONCE).stream().anyMatch(nonce);
        AuthParameters authorization = find(request, HeaderName.AUTHORIZATION, meant);
        return authorization != null ? authorization : find(request, HeaderName.PROXY_AUTHORIZATION, meant);
    }

    private static @Nullable AuthParameters find(SipMessage request, HeaderName name, Predicate<AuthParameters> meant) {
        for (int line = request.first(name); line >= 0; line = request.next(name, line + 1)) {
            AuthParameters credentials = AuthParameters.of(request.text(request.valueAt(line)));
            if (meant.test(credentials)) {
                return credentials;
            }
        }
        return null;
    }

    /** The nonce of a challenge or of credentials; a cnonce is none. */
    static @Nullable String nonce(@Nullable String text) {
        return AuthParameters.of(text).value(NONCE);
    }
}
