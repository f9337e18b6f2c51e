package io.tollgate.enforcement.account;

import io.tollgate.enforcement.call.Channel;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Decision;
import io.tollgate.enforcement.rating.Tariffs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
        return before.provisioned(Provision.PROVISIONED, terms);
    }

    /** The standing of an account that was removed; one that never was set up goes on as before. */
    public static AccountStanding forgotten(AccountStanding before) {
        if (before.provision() == Provision.NEVER) {
            return before;
        }
        return before.provisioned(Provision.FORGOTTEN, Terms.UNLIMITED);
    }

    /**
     * Whether the account's calls have to be looked at: gateways have begun to wait for admissions, and some may wait for
     * one that this service did not know to be needed when it heard of the call.
     */
    public static boolean affectsCalls(AccountStanding before, AccountStanding after) {
        return after.terms().needsAdmission() && !before.terms().needsAdmission() && !after.isBarred();
    }

    /** Those that wait are admitted in the order in which they came, as long as there are channels and money. */
    public static Decision<Step, AccountOutput> admitWaiting(
            String account, AccountStanding standing, List<LiveCall> calls, Tariffs tariffs, Instant now) {
        List<AccountOutput> outputs = new ArrayList<>();
        List<LiveCall> changed = new ArrayList<>();
        var holding =
                calls.stream().filter(LiveCall::holdsChannel).sorted(BY_PROOF).toList();
        int held = (int) holding.stream().filter(LiveCall::isAnswered).count();
        var next = standing;
        for (var call : holding) {
            if (call.isAnswered()) {
                continue;
            }
            var draft = new Draft(account, next.holding(held), call, now);
            var refusal = refusal(draft, tariffs);
            if (refusal == null) {
                draft.standing(draft.standing().holding(++held));
            } else {
                draft.call(draft.call().on(Channel.REFUSED));
            }
            if (!draft.call().equals(call)) {
                changed.add(draft.call());
            }
            outputs.add(Placement.admission(draft.call(), refusal, held, draft));
            next = draft.standing();
        }
        return new Decision<>(new Step(next.holding(held), changed), outputs);
    }

    private static @Nullable Refusal refusal(Draft draft, Tariffs tariffs) {
        if (draft.standing().terms().strict() && draft.standing().isFull()) {
            return Refusal.CHANNEL_LIMIT;
        }
        return new Payments(draft, tariffs).setAside();
    }
}
