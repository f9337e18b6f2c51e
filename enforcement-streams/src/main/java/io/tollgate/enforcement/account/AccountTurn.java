package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.AbsentCall.Awaited;
import io.tollgate.enforcement.call.AbsentCall.Lost;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.call.CallFact.LegClosed;
import io.tollgate.enforcement.call.EndCause;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.charge.Watch;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.Tariffs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One input of one account, from the time that it moves to all that follows from it. The rules are elsewhere and pure;
 * here they meet what is kept: the calls, and the watch over the money of those that run, which lives only in memory and
 * is made from the calls where it is missing. Used once, by one thread.
 */
public final class AccountTurn {

    /** Where an account's calls are kept. */
    public interface Calls {
        /** A live call. */
        @Nullable
        LiveCall get(String callId);

        /** Whether the call is known to be over. */
        boolean isOver(String callId);

        /** All that live. */
        List<LiveCall> all();

        /** Keeps one as it is now. */
        void put(LiveCall call);

        /** It is over. */
        void close(String callId);

        /** What is kept of one that does not live here; null: nothing. */
        @Nullable
        AbsentCall absent(String callId);

        /** It does not live here, or not any more; this is kept of it. */
        void keep(String callId, AbsentCall call);

        /** It has come, or come back: nothing is kept of it beside the call itself. */
        void found(String callId);
    }

    private static final Ended LOST = new Ended(EndCause.LOST, null, null, null);

    private final String account;
    private final Calls calls;
    private final Tariffs tariffs;
    private final Instant now;
    private final AccountStanding before;
    private final TurnMoney money;
    private final List<AccountOutput> outputs = new ArrayList<>();
    private @Nullable Owner owner;

    /**
     * @param watch as the last turn left it; null: there is none
     * @param now by the wall clock
     * @param upToDate whether all is read that lay there; before that calls may have ended of which it is not known yet,
     *     and nobody is told an end
     */
    public AccountTurn(
            String account,
            AccountStanding standing,
            @Nullable Watch watch,
            Calls calls,
            Tariffs tariffs,
            Instant now,
            BooleanSupplier upToDate) {
        this.account = account;
        this.before = standing;
        this.calls = calls;
        this.tariffs = tariffs;
        this.now = now;
        this.money = new TurnMoney(account, standing, watch, calls, now, upToDate, outputs);
    }

    /** The account's standing after it. */
    public AccountStanding standing() {
        return money.standing();
    }

    /** What the next turn is to be given; null: no metered call runs. */
    public @Nullable Watch watch() {
        return money.watch();
    }

    public List<AccountOutput> outputs() {
        return outputs;
    }

    /** Who vouches for the call that was heard of; null: it does not live. */
    public @Nullable Owner owner() {
        return owner;
    }

    /** An event of one of its calls. */
    public Outcome hear(CallFact told) {
        var known = calls.get(told.callId());
        boolean over = known == null && calls.isOver(told.callId());
        var absent = known == null && !over ? calls.absent(told.callId()) : null;
        if (absent instanceof Lost lost) {
            if (!lost.isCorrectedBy(told)) {
                return Outcome.LATE;
            }
            reinstate(lost, lost.call().owner());
        }
        var fact = money.plausible(told);
        if (!over && !(fact.what() instanceof LegClosed)) {
            money.advance(fact.at());
            known = calls.get(fact.callId());
        }
        var decision = CallRules.decide(money.standing(), known, over, fact, tariffs, now);
        var step = decision.state();
        outputs.addAll(decision.outputs());
        money.standing(step.standing());
        if (step.outcome() == Outcome.CLOSED) {
            money.forget(fact.callId());
            calls.close(fact.callId());
        } else if (step.call() != null) {
            var call = absent instanceof Awaited awaited ? step.call().ownedBy(awaited.owner()) : step.call();
            owner = call.owner();
            if (!call.equals(known)) {
                money.keep(call);
            }
            var charge = call.charge();
            if (call.owner().moves() > 0 && charge != null && charge.told().revision() == 0) {
                money.tellAgain(call.callId());
            }
        }
        if (absent instanceof Lost) {
            money.tellCut(fact.callId());
            keepLimit(fact.callId());
        } else if (absent != null && step.outcome() != Outcome.DUPLICATE) {
            calls.found(fact.callId());
        }
        finish();
        return step.outcome();
    }

    /** Somebody says that he has a call now; false: that is nothing new. */
    public boolean vouch(String callId, Owner owner) {
        var known = calls.get(callId);
        if (known != null) {
            boolean isMoved = owner.supersedes(known.owner());
            if (isMoved) {
                calls.put(known.ownedBy(owner));
                money.tellAgain(callId);
            }
            return isMoved;
        }
        if (calls.isOver(callId)) {
            return false;
        }
        var absent = calls.absent(callId);
        if (absent != null && !owner.supersedes(absent.owner())) {
            return false;
        }
        if (absent instanceof Lost lost) {
            takeBack(lost, owner);
        } else {
            // Its events may lie unread in another topic.
            calls.keep(callId, new Awaited(owner));
        }
        return true;
    }

    /** Who vouched last for a lost call is heard again: it lives, if it is still lost. */
    public void takeBack(String callId) {
        if (calls.absent(callId) instanceof Lost lost) {
            takeBack(lost, lost.owner());
        }
    }

    private void takeBack(Lost lost, Owner owner) {
        reinstate(lost, owner);
        money.tellCut(lost.call().callId());
        if (owner.supersedes(lost.call().owner())) {
            money.tellAgain(lost.call().callId());
        }
        keepLimit(lost.call().callId());
        finish();
    }

    /**
     * Nobody vouches for a call any more: it ends, until something is heard of it; false: it did not live.
     *
     * @param vouchedUntil the last instant at which somebody did
     */
    public boolean lose(String callId, Instant vouchedUntil) {
        var live = calls.get(callId);
        if (live == null) {
            return false;
        }
        // A gateway's clock may be ahead of ours, and the last heartbeat older than the call.
        var vouched = vouchedUntil.isAfter(now) ? now : vouchedUntil;
        var endedAt = vouched.isAfter(live.knownAt()) ? vouched : live.knownAt();
        money.advance(endedAt);
        var call = money.call(callId);
        var fact = new CallFact(callId, account, call.details(), false, call.emergency(), endedAt, LOST);
        var decision = CallRules.decide(money.standing(), call, false, fact, tariffs, now);
        outputs.addAll(decision.outputs());
        money.standing(decision.state().standing());
        money.forget(callId);
        calls.keep(callId, call.lost(endedAt));
        finish();
        return true;
    }

    private void reinstate(Lost lost, Owner owner) {
        if (money.standing().purse().running() > 0) {
            money.advance(lost.endedAt());
        } else if (lost.endedAt().isAfter(money.standing().purse().asOf())) {
            money.standing(money.standing().with(money.standing().purse().asOf(lost.endedAt())));
        }
        var reinstated = Reinstatement.of(money.standing(), lost);
        money.standing(reinstated.standing());
        outputs.add(new AccountOutput.NoteReinstated(lost.call().callId()));
        calls.found(lost.call().callId());
        money.keep(reinstated.call().ownedBy(owner));
    }

    /**
     * A call that came back may be one too many: then the one that was proven last has to go, as it would have had it
     * stayed. Where gateways wait for us nobody has to: they let in only whom there was a channel for.
     */
    private void keepLimit(String callId) {
        var back = calls.get(callId);
        var terms = money.standing().terms();
        boolean isTooMany =
                terms.channelLimit() != null && money.standing().held() > terms.channelLimit() && !terms.strict();
        if (back == null || !back.holdsChannel() || !isTooMany) {
            return;
        }
        calls.all().stream()
                .filter(LiveCall::holdsChannel)
                .max(LiveCall.BY_PROOF)
                .ifPresent(last -> {
                    var decision = CallRules.endOneTooMany(account, money.standing(), last, now);
                    outputs.addAll(decision.outputs());
                    money.standing(decision.state().standing());
                    money.keep(Objects.requireNonNull(decision.state().call()));
                });
    }

    /**
     * New settings; null: forgotten.
     *
     * @param at their record's instant
     */
    public void provision(@Nullable Terms terms, Instant at) {
        var credit = terms == null ? Money.ZERO : terms.payment().creditLimit();
        if (credit.compareTo(money.creditLimit()) < 0) {
            money.drawBeforeLess(at);
        }
        var after = terms == null
                ? SettingsRules.forgotten(money.standing())
                : SettingsRules.provisioned(money.standing(), terms);
        boolean affected = SettingsRules.affectsCalls(money.standing(), after);
        money.standing(after);
        if (affected) {
            var decision = SettingsRules.admitWaiting(account, after, calls.all(), tariffs, now);
            outputs.addAll(decision.outputs());
            money.standing(decision.state().standing());
            decision.state().changed().forEach(money::keep);
        }
        finish();
    }

    /**
     * Money comes or goes; false, and nothing else, if the sum would be no amount.
     *
     * @param at its record's instant
     */
    public boolean adjust(Money amount, Instant at) {
        if (amount.compareTo(Money.ZERO) < 0) {
            money.drawBeforeLess(at);
        }
        if (!money.standing().purse().canAdjust(amount)) {
            return false;
        }
        money.standing(money.standing().with(money.standing().purse().adjusted(amount)));
        finish();
        return true;
    }

    /** The instant has come at which to look at the end of its money. */
    public void look() {
        boolean isRebuilt = money.standing().isRebuilt();
        money.standing(money.standing().lookingAt(null));
        finish();
        if (isRebuilt) {
            outputs.addAll(Effects.afresh(account, money.standing(), now));
            outputs.add(money.state());
        }
    }

    private void finish() {
        money.lookAhead();
        outputs.addAll(Effects.of(account, before, money.standing(), now));
        if (Effects.isShown(before, money.standing())) {
            outputs.add(money.state());
        }
    }
}
