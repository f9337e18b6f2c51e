package io.tollgate.enforcement.account;

import io.tollgate.enforcement.account.CallStep.Outcome;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.LegClosed;
import io.tollgate.enforcement.call.LiveCall;
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
    }

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
        var fact = plausible(told);
        var known = calls.get(fact.callId());
        boolean over = known == null && calls.isOver(fact.callId());
        if (!over && !(fact.what() instanceof LegClosed)) {
            advance(fact.at());
            known = calls.get(fact.callId());
        }
        var decision = CallRules.decide(standing, known, over, fact, tariffs, now);
        var step = decision.state();
        outputs.addAll(decision.outputs());
        standing = step.standing();
        if (step.outcome() == Outcome.CLOSED) {
            if (watch != null) {
                watch.meter().remove(fact.callId());
            }
            calls.close(fact.callId());
        } else if (step.call() != null && !step.call().equals(known)) {
            keep(step.call());
        }
        finish();
        return step.outcome();
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
