package io.tollgate.enforcement.blacklist;

import io.tollgate.enforcement.decision.InvalidInput;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whom a verdict, a command or an entry means: what is named narrows it, and two with equal subjects mean the same.
 * Immutable; networks are in their one spelling.
 *
 * @param destinationPrefix E.164 digits without +
 * @param sourceNetwork a CIDR
 */
public record Subjects(
        @Nullable String account,
        @Nullable String destinationPrefix,
        @Nullable String sourceNetwork) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,32}");

    /**
     * As a stranger's record names them.
     *
     * @throws InvalidInput if a prefix is no digits, a network no CIDR, an account empty
     */
    public static Subjects of(
            @Nullable String account, @Nullable String destinationPrefix, @Nullable String sourceNetwork) {
        InvalidInput.unless(account == null || !account.isEmpty(), "account", "is empty");
        InvalidInput.unless(
                destinationPrefix == null || DIGITS.matcher(destinationPrefix).matches(),
                "destinationPrefix",
                "'" + destinationPrefix + "' is not 1 to 32 digits");
        var network = sourceNetwork == null
                ? null
                : Network.parse("sourceNetwork", sourceNetwork).toString();
        return new Subjects(account, destinationPrefix, network);
    }

    /** Whether nothing is named. */
    public boolean isEmpty() {
        return account == null && destinationPrefix == null && sourceNetwork == null;
    }
}
