package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Identification.Challenged;
import io.tollgate.gateway.wire.SipMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What requests were challenged as long as they may come again. No transaction is kept of them (RFC 3261 section 8.2.7), and
 * yet a repetition is no other attempt, nor another wrong password. Belongs to its shard.
 */
final class RecentChallenges {
    private static final int MOST = 10_000;

    /** Whoever writes a longer one is not worth the memory. */
    private static final int MOST_KEY_CHARACTERS = 300;

    /** Timer B and F. */
    private static final long REMEMBERED_NANOS = 32_000_000_000L;

    private record Given(Challenged challenge, long at) {}

    private final Map<String, Given> recent = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Given> eldest) {
            return size() > MOST;
        }
    };

    void given(SipMessage request, Challenged challenge, long nowNanos) {
        String key = key(request);
        if (key.length() <= MOST_KEY_CHARACTERS) {
            recent.remove(key);
            recent.put(key, new Given(challenge, nowNanos));
        }
    }

    /** The challenge that this request got when it came first, or null. */
    @Nullable
    Challenged again(SipMessage request, long nowNanos) {
        Given given = recent.isEmpty() ? null : recent.get(key(request));
        return given == null || nowNanos - given.at() > REMEMBERED_NANOS ? null : given.challenge();
    }

    /** What answers the challenge has another CSeq, and should have another branch (section 22.2). */
    private static String key(SipMessage request) {
        return request.cseq() + "|" + Transactions.key(request, request.methodName());
    }
}
