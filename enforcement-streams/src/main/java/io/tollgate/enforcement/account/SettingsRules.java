package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.AccountOutput.Admit;
import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How new settings change an account. A lower limit ends no call: who was let in stays. Pure.
 */
public final class SettingsRules {

    private static final Comparator<LiveCall> BY_PROOF =
            Comparator.comparing(LiveCall::attemptedAt).thenComparing(LiveCall::callId);

    private SettingsRules() {}

    /**
     * Where new settings have led. Immutable.
     *
     * @param changed calls that are kept otherwise than before
     */
    public record Step(AccountStanding standing, List<LiveCall> changed) {
        public Step {
            changed = List.copyOf(changed);
        }
    }

    /** The standing with new terms; forgotten accounts have none. */
    public static AccountStanding provisioned(AccountStanding before, Terms terms) {
        return new AccountStanding(Provision.PROVISIONED, terms, before.held());
    }

    /** The standing of an account that was removed; one that never was set up goes on as before. */
    public static AccountStanding forgotten(AccountStanding before) {
        if (before.provision() == Provision.NEVER) {
            return before;
        }
        return new AccountStanding(Provision.FORGOTTEN, Terms.UNLIMITED, before.held());
    }

    /**
     * Whether the account's calls have to be looked at: gateways have begun to wait for admissions, and some may wait for
     * one that this service did not know to be needed when it heard of the call.
     */
    public static boolean affectsCalls(AccountStanding before, AccountStanding after) {
        return after.terms().needsAdmission() && !before.terms().needsAdmission() && !after.isBarred();
    }

    /**
     * Applies the new standing.
     *
     * @param calls the account's live calls, if {@link #affectsCalls}
     */
    public static Decision<Step, AccountOutput> decide(
            String account, AccountStanding before, AccountStanding after, List<LiveCall> calls, Instant now) {
        List<AccountOutput> outputs = new ArrayList<>();
        List<LiveCall> changed = new ArrayList<>();
        var standing = after;
        if (affectsCalls(before, after)) {
            standing = admitWaiting(after, calls, changed, outputs, now);
        }
        outputs.addAll(Effects.of(account, before, standing, now));
        if (before.provision() != Provision.PROVISIONED
                && !after.equals(before)
                && outputs.stream().noneMatch(SettingsRules::isState)) {
            outputs.add(Effects.state(standing, now));
        }
        return new Decision<>(new Step(standing, changed), outputs);
    }

    private static boolean isState(AccountOutput output) {
        return output instanceof AccountOutput.ShowState;
    }

    /** Those that wait are admitted in the order in which they came, as long as there are channels. */
    private static AccountStanding admitWaiting(
            AccountStanding standing,
            List<LiveCall> calls,
            List<LiveCall> changed,
            List<AccountOutput> outputs,
            Instant now) {
        var terms = standing.terms();
        var limit = terms.channelLimit();
        var holding =
                calls.stream().filter(LiveCall::holdsChannel).sorted(BY_PROOF).toList();
        int held = (int) holding.stream().filter(LiveCall::isAnswered).count();
        for (var call : holding) {
            if (call.isAnswered()) {
                continue;
            }
            boolean admitted = !terms.strict() || limit == null || held < limit;
            if (admitted) {
                held++;
            } else {
                changed.add(call.on(Channel.REFUSED));
            }
            outputs.add(new Admit(
                    call.callId(), call.details().gatewayId(), admitted ? null : Refusal.CHANNEL_LIMIT, held, now));
        }
        return standing.holding(held);
    }
}
