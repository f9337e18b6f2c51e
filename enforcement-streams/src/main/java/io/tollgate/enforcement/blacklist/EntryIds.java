package io.tollgate.enforcement.blacklist;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ids of the entries that Tollgate makes by itself. They follow from what the entry means, so that the same wish twice
 * is one entry, a CLEAR finds it without a search, and a restart replaces instead of adding. Their prefixes are reserved:
 * an operator's own entry cannot take one.
 */
public final class EntryIds {

    private static final String VERDICT = "verdict:";
    private static final String CHANNEL_LIMIT = "channel-limit:";
    private static final String ACCOUNT_DISABLED = "account-disabled:";
    private static final String NO_BALANCE = "no-balance:";

    /** Half of SHA-256: nobody finds two that meet, and the id stays readable. */
    private static final int HASH_BYTES = 16;

    private EntryIds() {}

    /** The one entry of a fraud system for these subjects. */
    public static String ofVerdict(String source, Subjects subjects) {
        var hash = sha256();
        add(hash, source);
        add(hash, subjects.account());
        add(hash, subjects.destinationPrefix());
        add(hash, subjects.sourceNetwork());
        return VERDICT + HexFormat.of().formatHex(Arrays.copyOf(hash.digest(), HASH_BYTES));
    }

    /** Stands while the account is full. */
    public static String ofChannelLimit(String account) {
        return CHANNEL_LIMIT + account;
    }

    /** Stands while the account is disabled or forgotten. */
    public static String ofAccountDisabled(String account) {
        return ACCOUNT_DISABLED + account;
    }

    /** Stands while the account has no money left. */
    public static String ofNoBalance(String account) {
        return NO_BALANCE + account;
    }

    /**
     * The entry that stands for this reason.
     *
     * @throws IllegalArgumentException if it follows from no account's state
     */
    public static String ofAccount(EntryReason reason, String account) {
        return switch (reason) {
            case CHANNEL_LIMIT -> ofChannelLimit(account);
            case NO_BALANCE -> ofNoBalance(account);
            case ACCOUNT_DISABLED -> ofAccountDisabled(account);
            case FRAUD_VERDICT, OPERATOR -> throw new IllegalArgumentException("not of an account: " + reason);
        };
    }

    /** Whether this id can only be one of Tollgate's own. */
    public static boolean isReserved(String entryId) {
        return entryId.startsWith(VERDICT) || isOfAccount(entryId);
    }

    /** Whether the entry follows from an account's state, so that no operator can remove it. */
    public static boolean isOfAccount(String entryId) {
        return entryId.startsWith(CHANNEL_LIMIT)
                || entryId.startsWith(ACCOUNT_DISABLED)
                || entryId.startsWith(NO_BALANCE);
    }

    /** The account from whose state the entry follows; empty: from none's. */
    public static Optional<String> accountOf(String entryId) {
        return isOfAccount(entryId) ? Optional.of(entryId.substring(entryId.indexOf(':') + 1)) : Optional.empty();
    }

    /** Each part with its length in front: ("ab", "c") and ("a", "bc") differ, and so do null and "". */
    private static void add(MessageDigest hash, @Nullable String part) {
        if (part == null) {
            hash.update((byte) 0);
            return;
        }
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        hash.update((byte) 1);
        hash.update(new byte[] {
            (byte) (bytes.length >> 24), (byte) (bytes.length >> 16), (byte) (bytes.length >> 8), (byte) bytes.length
        });
        hash.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
