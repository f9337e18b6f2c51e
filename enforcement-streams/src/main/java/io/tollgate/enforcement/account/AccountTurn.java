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
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.Meter.Cut;
import io.tollgate.enforcement.charge.Watch;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.Tariffs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    private static final Duration MOST_AHEAD = Duration.ofSeconds(10);

    private final String account;
    private final Calls calls;
    private final Tariffs tariffs;
    private final Instant now;
    private final BooleanSupplier upToDate;
    private final AccountStanding before;
    private final List<AccountOutput> outputs = new ArrayList<>();
    private AccountStanding standing;
    private @Nullable Watch watch;

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
        this.standing = standing;
        this.watch = watch;
        this.calls = calls;
        this.tariffs = tariffs;
        this.now = now;
        this.upToDate = upToDate;
    }

    /** The account's standing after it. */
    public AccountStanding standing() {
        return standing;
    }

    /** What the next turn is to be given; null: no metered call runs. */
    public @Nullable Watch watch() {
        return watch;
    }

    public List<AccountOutput> outputs() {
        return outputs;
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
        var fact = plausible(told);
        if (!over && !(fact.what() instanceof LegClosed)) {
            advance(fact.at());
            known = calls.get(fact.callId());
        }
        var decision = CallRules.decide(standing, known, over, fact, tariffs, now);
        var step = decision.state();
        outputs.addAll(decision.outputs());
        standing = step.standing();
        if (step.outcome() == Outcome.CLOSED) {
            forget(fact.callId());
            calls.close(fact.callId());
        } else if (step.call() != null && !step.call().equals(known)) {
            keep(absent instanceof Awaited awaited ? step.call().ownedBy(awaited.owner()) : step.call());
        }
        if (absent instanceof Lost) {
            tellCut(fact.callId());
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
            }
            return isMoved;
        }
        if (calls.isOver(callId)) {
            return false;
        }
        var absent = calls.absent(callId);
        if (absent instanceof Lost lost) {
            if (!owner.supersedes(lost.call().owner())) {
                return false;
            }
            reinstate(lost, owner);
            tellCut(callId);
            finish();
        } else if (!(absent instanceof Awaited awaited) || owner.supersedes(awaited.owner())) {
            // Its events may lie unread in another topic.
            calls.keep(callId, new Awaited(owner));
        }
        return true;
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
        advance(endedAt);
        var call = call(callId);
        var fact = new CallFact(callId, account, call.details(), false, call.emergency(), endedAt, LOST);
        var decision = CallRules.decide(standing, call, false, fact, tariffs, now);
        outputs.addAll(decision.outputs());
        standing = decision.state().standing();
        forget(callId);
        calls.keep(callId, call.lost(endedAt));
        finish();
        return true;
    }

    private void reinstate(Lost lost, Owner owner) {
        if (standing.purse().running() > 0) {
            advance(lost.endedAt());
        } else if (lost.endedAt().isAfter(standing.purse().asOf())) {
            standing = standing.with(standing.purse().asOf(lost.endedAt()));
        }
        var reinstated = Reinstatement.of(standing, lost);
        standing = reinstated.standing();
        outputs.add(new AccountOutput.NoteReinstated(lost.call().callId()));
        calls.found(lost.call().callId());
        keep(reinstated.call().ownedBy(owner));
    }

    /** What a call drew before may not be there any more: its gateway does not know. */
    private void tellCut(String callId) {
        var call = calls.get(callId);
        var charge = call == null ? null : call.charge();
        if (call != null && charge != null && charge.cutAt() != null && charge.isCutBeforeTold()) {
            keep(tell(call, charge, charge.cutAt()));
        }
    }

    private void forget(String callId) {
        if (watch != null) {
            watch.meter().remove(callId);
        }
    }

    /**
     * New settings; null: forgotten.
     *
     * @param at their record's instant
     */
    public void provision(@Nullable Terms terms, Instant at) {
        var credit = terms == null ? Money.ZERO : terms.payment().creditLimit();
        if (credit.compareTo(creditLimit()) < 0) {
            drawBeforeLess(at);
        }
        var after = terms == null ? SettingsRules.forgotten(standing) : SettingsRules.provisioned(standing, terms);
        boolean affected = SettingsRules.affectsCalls(standing, after);
        standing = after;
        if (affected) {
            var decision = SettingsRules.admitWaiting(account, after, calls.all(), tariffs, now);
            outputs.addAll(decision.outputs());
            standing = decision.state().standing();
            decision.state().changed().forEach(this::keep);
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
            drawBeforeLess(at);
        }
        if (!standing.purse().canAdjust(amount)) {
            return false;
        }
        standing = standing.with(standing.purse().adjusted(amount));
        finish();
        return true;
    }

    /** The instant has come at which to look at the end of its money. */
    public void look() {
        boolean isRebuilt = standing.isRebuilt();
        standing = standing.lookingAt(null);
        finish();
        if (isRebuilt) {
            outputs.addAll(Effects.afresh(account, standing, now));
            outputs.add(state());
        }
    }

    /**
     * A gateway whose clock has gone mad must not draw hours of everybody's calls at once: what it says of later than
     * soon is taken for soon. What was waiting to be read is never that.
     */
    private CallFact plausible(CallFact told) {
        var soon = now.plus(MOST_AHEAD);
        return isCharged() && told.at().isAfter(soon) ? told.at(soon) : told;
    }

    private boolean isCharged() {
        return standing.purse().running() > 0 || standing.terms().payment().isMetered();
    }

    /** Its time goes on to the event's: what began before is drawn first. */
    private void advance(Instant at) {
        var purse = standing.purse();
        if (!isCharged()) {
            return;
        }
        var meter = watching().meter();
        var advance = meter.advance(purse, creditLimit(), at);
        standing = standing.with(advance.purse());
        advance.cuts().forEach(this::cut);
    }

    /**
     * Before there is less money its time goes on: what began before was charged then, and calls end at their next
     * increment. Where more money comes it need not, and no end that is under way can be overtaken.
     */
    private void drawBeforeLess(Instant at) {
        if (standing.purse().running() > 0 && upToDate.getAsBoolean()) {
            advance(at.isAfter(now) ? now : at);
        }
    }

    private void cut(Cut cut) {
        var call = call(cut.callId());
        var charge = charge(call).cut(cut.at());
        if (charge.isCutBeforeTold()) {
            keep(tell(call, charge, cut.at()));
        } else {
            keep(call.paid(charge));
        }
    }

    private void finish() {
        if (standing.purse().running() == 0) {
            watch = null;
        } else {
            lookAhead();
        }
        outputs.addAll(Effects.of(account, before, standing, now));
        if (Effects.isShown(before, standing)) {
            outputs.add(state());
        }
    }

    private void lookAhead() {
        var watching = watching();
        var next = watching.nextLook(standing.purse(), creditLimit());
        if (next != null && !next.isAfter(now)) {
            next = watching.mayLook(now) && upToDate.getAsBoolean() ? lookNow(watching) : now;
        }
        var planned = standing.lookAt();
        if (next != null && (planned == null || next.isBefore(planned))) {
            standing = standing.lookingAt(next);
        }
    }

    private @Nullable Instant lookNow(Watch watching) {
        var look = watching.look(standing.purse(), creditLimit(), now);
        for (var notice : look.notices()) {
            var call = call(notice.callId());
            keep(tell(call, charge(call), notice.due()));
        }
        return look.next();
    }

    /** Tells the call's gateway when it ends. */
    private LiveCall tell(LiveCall call, Charge charge, @Nullable Instant due) {
        var told = charge.told().next(due, now);
        outputs.add(new AccountOutput.Terminate(Payments.balance(account, call.callId(), told.revision(), due, now)));
        return call.paid(charge.told(told));
    }

    private void keep(LiveCall call) {
        calls.put(call);
        var charge = call.charge();
        if (charge != null) {
            watching().meter().put(call.callId(), charge, standing.purse().asOf());
        }
    }

    /** The watch; after a start it is made of the calls that run. */
    private Watch watching() {
        if (watch == null) {
            var made = new Watch();
            if (standing.purse().running() > 0) {
                for (var call : calls.all()) {
                    var charge = call.charge();
                    if (charge != null) {
                        made.meter().put(call.callId(), charge, standing.purse().asOf());
                    }
                }
            }
            watch = made;
        }
        return watch;
    }

    private AccountOutput state() {
        var exhaustsAt = watch == null ? null : watch.meter().exhaustsAt(standing.purse(), creditLimit());
        boolean timeStands = standing.purse().running() == 0;
        return new AccountOutput.ShowState(
                standing.held(),
                standing.terms().channelLimit(),
                standing.blocked(),
                standing.purse().balance(),
                exhaustsAt,
                timeStands ? now : standing.purse().asOf());
    }

    private Money creditLimit() {
        return standing.terms().payment().creditLimit();
    }

    private LiveCall call(String callId) {
        var call = calls.get(callId);
        if (call == null) {
            throw new IllegalStateException("a call is charged that is not kept: " + callId);
        }
        return call;
    }

    private static Charge charge(LiveCall call) {
        var charge = call.charge();
        if (charge == null) {
            throw new IllegalStateException("a call is charged without a rate: " + call.callId());
        }
        return charge;
    }
}
