package io.tollgate.gateway.admission;

import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Direction;
import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.UnknownAccounts;
import java.net.InetAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Admits or refuses attempts: what the gateway decides at once from what it knows.
 *
 * <p>Shared by all shards.
 */
public final class Gatekeeper {
    private final Blacklist blacklist;
    private final RefusalCodes codes;
    private final UnknownAccounts unknownAccounts;
    private final Channels channels = new Channels();

    public Gatekeeper(Blacklist blacklist, RefusalCodes codes, UnknownAccounts unknownAccounts) {
        this.blacklist = blacklist;
        this.codes = codes;
        this.unknownAccounts = unknownAccounts;
    }

    /** The codes that refusals are answered with. */
    public RefusalCodes codes() {
        return codes;
    }

    /** The channels that accounts hold at this gateway. */
    public Channels channels() {
        return channels;
    }

    /** For a call whose account holds all its channels at this gateway. */
    public Ruling.Refuse full() {
        return refuse(RefusalReason.CHANNEL_LIMIT, null);
    }

    /** For an INVITE, and a REFER or MESSAGE outside a dialog. */
    public Ruling attempt(Attempt attempt, Instant now) {
        if (attempt.emergency()) {
            return Ruling.ADMIT;
        }
        Identified whose = attempt.identified();
        BlacklistEntry entry = blacklist.refusing(
                attempt.direction(),
                whose.account(),
                attempt.destination(),
                attempt.source(),
                !attempt.heldChannel(),
                now);
        if (entry != null) {
            return refuse(entry.reason().refusal(), entry.entryId());
        }
        return attempt.direction() == Direction.INBOUND ? enabled(whose.settings()) : known(whose.settings());
    }

    /** For a REGISTER of this account. */
    public Ruling register(Identified whose, InetAddress source, Instant now) {
        BlacklistEntry entry = blacklist.refusingWholly(whose.account(), source, now);
        return entry != null ? refuse(entry.reason().refusal(), entry.entryId()) : known(whose.settings());
    }

    /** For a request of which it cannot be said whose it is: it has the credentials of several accounts, or no proof. */
    public Ruling.Refuse unproven() {
        return refuse(RefusalReason.NOT_ADMITTED, codes.of(RefusalReason.BLACKLISTED), null);
    }

    private Ruling known(@Nullable AccountSettings settings) {
        return settings == null && unknownAccounts == UnknownAccounts.REFUSE
                ? refuse(RefusalReason.ACCOUNT_DISABLED, null)
                : enabled(settings);
    }

    /** The settings are asked too: they may be here before the entry that Streams makes of them. */
    private Ruling enabled(@Nullable AccountSettings settings) {
        return settings == null || settings.enabled() ? Ruling.ADMIT : refuse(RefusalReason.ACCOUNT_DISABLED, null);
    }

    private Ruling.Refuse refuse(RefusalReason reason, @Nullable String entryId) {
        return refuse(reason, codes.of(reason), entryId);
    }

    private static Ruling.Refuse refuse(RefusalReason reason, int status, @Nullable String entryId) {
        return new Ruling.Refuse(reason, status, entryId);
    }
}
