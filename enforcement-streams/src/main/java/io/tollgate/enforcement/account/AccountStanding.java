package io.tollgate.enforcement.account;

import io.tollgate.enforcement.blacklist.EntryReason;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Purse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an account stands: its terms, its money, and how many of its calls hold a channel. The number only ever follows
 * from a call entering or leaving the set of those that hold one, and is kept in the same transaction as that set: it
 * saves counting the set for each event, it is no second truth. Immutable.
 *
 * @param held calls that hold a channel
 * @param lookAt when the clock is to look at the end of its money; null: not at all
 */
public record AccountStanding(
        Provision provision,
        Terms terms,
        int held,
        Purse purse,
        @Nullable Instant lookAt) {

    /** Of an account that is heard of for the first time. */
    public static final AccountStanding UNKNOWN = of(Provision.NEVER, Terms.UNLIMITED, 0);

    public AccountStanding {
        if (held < 0) {
            throw new IllegalStateException("channels held: " + held);
        }
    }

    /** Of an account without money. */
    public static AccountStanding of(Provision provision, Terms terms, int held) {
        return new AccountStanding(provision, terms, held, Purse.EMPTY, null);
    }

    /** Set up otherwise. */
    public AccountStanding provisioned(Provision next, Terms nextTerms) {
        return new AccountStanding(next, nextTerms, held, purse, lookAt);
    }

    /** With so many channels held. */
    public AccountStanding holding(int channels) {
        return new AccountStanding(provision, terms, channels, purse, lookAt);
    }

    /** With its live calls counted in, of which it knows none yet: their channels, and what they hold of its money. */
    public AccountStanding counting(List<LiveCall> calls) {
        int channels = (int) calls.stream().filter(LiveCall::holdsChannel).count();
        var counted = purse.asOf(calls.stream()
                .map(call -> call.answeredAt() != null ? call.answeredAt() : call.attemptedAt())
                .max(Comparator.naturalOrder())
                .orElse(purse.asOf()));
        for (var call : calls) {
            if (call.hold() != null) {
                counted = counted.settingAside(call.hold().amount());
            } else if (call.charge() != null) {
                counted = counted.opened(call.charge());
            }
        }
        return holding(held + channels).with(counted);
    }

    /** With other money. */
    public AccountStanding with(Purse next) {
        return new AccountStanding(provision, terms, held, next, lookAt);
    }

    /** To be looked at then. */
    public AccountStanding lookingAt(@Nullable Instant next) {
        return new AccountStanding(provision, terms, held, purse, next);
    }

    /** Made up anew: at the next look all that follows from it is said. */
    public AccountStanding rebuilt() {
        return lookingAt(Instant.EPOCH);
    }

    /** Whether it was made up anew and nothing of it is said yet. */
    public boolean isRebuilt() {
        return Instant.EPOCH.equals(lookAt);
    }

    /** Whether no call may be made at all. */
    public boolean isBarred() {
        return provision == Provision.FORGOTTEN || !terms.enabled();
    }

    /** Whether the next call would be one too many. */
    public boolean isFull() {
        var limit = terms.channelLimit();
        return limit != null && held >= limit;
    }

    /** Its channels in words, for the operator. */
    public String channels() {
        return held + " of " + terms.channelLimit() + " channels in use";
    }

    /** Whether there is no money for any call, whatever is set aside. */
    public boolean isExhausted() {
        return terms.payment().isMetered()
                && !purse.balance().plusAtMost(terms.payment().credit()).isPositive();
    }

    /** Why new calls are refused; null: they are not. */
    public @Nullable EntryReason blocked() {
        var reasons = blocks();
        return reasons.isEmpty() ? null : reasons.get(0);
    }

    /** All reasons why new calls are refused, the gravest first: for each its entry stands. */
    public List<EntryReason> blocks() {
        List<EntryReason> reasons = new ArrayList<>(0);
        if (isBarred()) {
            reasons.add(EntryReason.ACCOUNT_DISABLED);
        }
        if (isExhausted()) {
            reasons.add(EntryReason.NO_BALANCE);
        }
        if (isFull()) {
            reasons.add(EntryReason.CHANNEL_LIMIT);
        }
        return reasons;
    }
}
