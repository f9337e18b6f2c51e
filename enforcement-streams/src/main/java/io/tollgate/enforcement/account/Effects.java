package io.tollgate.enforcement.account;

import io.tollgate.enforcement.blacklist.Entry;
import io.tollgate.enforcement.blacklist.EntryIds;
import io.tollgate.enforcement.blacklist.EntryOutput;
import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.decision.TerminationOrder;
import io.tollgate.enforcement.rating.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an account's standing alone, whatever changed it: its entries on the blacklist and its published
 * state. Comparing before with after keeps that apart from the rules about calls. Pure.
 */
public final class Effects {

    /** How long an entry for a full account lives unless it is renewed; a lost streams instance must not shut it out. */
    public static final Duration FULL_LASTS = Duration.ofSeconds(2);

    /** How often it is renewed at most. */
    public static final Duration FULL_RENEWED = Duration.ofSeconds(1);

    private Effects() {}

    /** The entries that come and go from one standing to another. */
    static List<AccountOutput> of(String account, AccountStanding before, AccountStanding after, Instant now) {
        List<AccountOutput> outputs = new ArrayList<>();
        if (after.isBarred() && !before.isBarred()) {
            bar(account, now, outputs);
        } else if (before.isBarred() && !after.isBarred()) {
            outputs.add(remove(EntryIds.ofAccountDisabled(account)));
        }
        if (after.isExhausted() && !before.isExhausted()) {
            outputs.add(publish(EntryIds.ofNoBalance(account), account, EntryReason.NO_BALANCE, now, null));
        } else if (before.isExhausted() && !after.isExhausted()) {
            outputs.add(remove(EntryIds.ofNoBalance(account)));
        }
        if (after.isFull() && !before.isFull()) {
            outputs.add(fullEntry(account, now));
        } else if (before.isFull() && !after.isFull()) {
            outputs.add(remove(EntryIds.ofChannelLimit(account)));
        }
        return outputs;
    }

    /** All of them, said again: nobody knows what was said before. */
    static List<AccountOutput> afresh(String account, AccountStanding standing, Instant now) {
        List<AccountOutput> outputs = new ArrayList<>();
        if (standing.isBarred()) {
            bar(account, now, outputs);
        } else {
            outputs.add(remove(EntryIds.ofAccountDisabled(account)));
        }
        outputs.add(
                standing.isExhausted()
                        ? publish(EntryIds.ofNoBalance(account), account, EntryReason.NO_BALANCE, now, null)
                        : remove(EntryIds.ofNoBalance(account)));
        outputs.add(standing.isFull() ? fullEntry(account, now) : remove(EntryIds.ofChannelLimit(account)));
        return outputs;
    }

    /** Whether the state that others see is another. */
    static boolean isShown(AccountStanding before, AccountStanding after) {
        return !Shown.of(before).equals(Shown.of(after))
                || before.provision() != Provision.PROVISIONED && before.provision() != after.provision();
    }

    /** The entry that stands while an account is full, for the next moments. */
    public static AccountOutput fullEntry(String account, Instant now) {
        return publish(EntryIds.ofChannelLimit(account), account, EntryReason.CHANNEL_LIMIT, now, now.plus(FULL_LASTS));
    }

    private static void bar(String account, Instant now, List<AccountOutput> outputs) {
        var entryId = EntryIds.ofAccountDisabled(account);
        outputs.add(publish(entryId, account, EntryReason.ACCOUNT_DISABLED, now, null));
        // Gateways obey an id once, and the account may be disabled again another day.
        outputs.add(new AccountOutput.Terminate(TerminationOrder.ofAccount(
                entryId + ":" + now.toEpochMilli(), now, account, Grounds.ACCOUNT_DISABLED, "account disabled")));
    }

    private static AccountOutput publish(
            String entryId, String account, EntryReason reason, Instant now, @Nullable Instant expiresAt) {
        return new AccountOutput.Blacklist(
                new EntryOutput.Publish(Entry.ofAccount(entryId, account, reason, now, expiresAt)));
    }

    private static AccountOutput remove(String entryId) {
        return new AccountOutput.Blacklist(new EntryOutput.Remove(entryId));
    }

    /** What of a standing is published, or moves the published end of its money. */
    private record Shown(
            int held,
            @Nullable Integer limit,
            @Nullable EntryReason blocked,
            Money balance,
            int running,
            Money creditLimit) {
        static Shown of(AccountStanding standing) {
            return new Shown(
                    standing.held(),
                    standing.terms().channelLimit(),
                    standing.blocked(),
                    standing.purse().balance(),
                    standing.purse().running(),
                    standing.terms().payment().creditLimit());
        }
    }
}
