package io.tollgate.enforcement.account;

import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.Charge;
import io.tollgate.enforcement.charge.Meter.Cut;
import io.tollgate.enforcement.charge.Watch;
import io.tollgate.enforcement.rating.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What an account's money does in one turn: its time goes on, calls are cut, their gateways are told. The watch over the
 * calls that run lives only in memory, and is made from the calls where it is missing. Used once, by one thread.
 */
final class TurnMoney {

    private static final Duration MOST_AHEAD = Duration.ofSeconds(10);

    private final String account;
    private final AccountTurn.Calls calls;
    private final Instant now;
    private final BooleanSupplier upToDate;
    private final List<AccountOutput> outputs;
    private AccountStanding standing;
    private @Nullable Watch watch;

    /** @param outputs takes what gateways are told */
    TurnMoney(
            String account,
            AccountStanding standing,
            @Nullable Watch watch,
            AccountTurn.Calls calls,
            Instant now,
            BooleanSupplier upToDate,
            List<AccountOutput> outputs) {
        this.account = account;
        this.standing = standing;
        this.watch = watch;
        this.calls = calls;
        this.now = now;
        this.upToDate = upToDate;
        this.outputs = outputs;
    }

    AccountStanding standing() {
        return standing;
    }

    void standing(AccountStanding next) {
        standing = next;
    }

    @Nullable
    Watch watch() {
        return watch;
    }

    /**
     * A gateway whose clock has gone mad must not draw hours of everybody's calls at once: what it says of later than
     * soon is taken for soon. What was waiting to be read is never that.
     */
    CallFact plausible(CallFact told) {
        var soon = now.plus(MOST_AHEAD);
        return isCharged() && told.at().isAfter(soon) ? told.at(soon) : told;
    }

    /** Its time goes on to the event's: what began before is drawn first. */
    void advance(Instant at) {
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
    void drawBeforeLess(Instant at) {
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

    void keep(LiveCall call) {
        calls.put(call);
        var charge = call.charge();
        if (charge != null) {
            watching().meter().put(call.callId(), charge, standing.purse().asOf());
        }
    }

    void forget(String callId) {
        if (watch != null) {
            watch.meter().remove(callId);
        }
    }

    /** What a call drew before may not be there any more: its gateway does not know. */
    void tellCut(String callId) {
        var call = calls.get(callId);
        var charge = call == null ? null : call.charge();
        if (call != null && charge != null && charge.cutAt() != null && charge.isCutBeforeTold()) {
            keep(tell(call, charge, charge.cutAt()));
        }
    }

    /** The call is in other hands: what the one who had it was told may not have reached him, or he did not pass it on. */
    void tellAgain(String callId) {
        var call = calls.get(callId);
        var charge = call == null ? null : call.charge();
        if (call == null || charge == null) {
            return;
        }
        var due = charge.told().due();
        if (due == null || due.isAfter(now)) {
            keep(tell(call, charge, due));
        }
    }

    /** Tells the call's gateway when it ends. */
    private LiveCall tell(LiveCall call, Charge charge, @Nullable Instant due) {
        var told = charge.told().next(due, now);
        outputs.add(new AccountOutput.Terminate(Payments.balance(account, call.callId(), told.revision(), due, now)));
        return call.paid(charge.told(told));
    }

    /** Sees to what is ahead; where nothing runs there is nothing. */
    void lookAhead() {
        if (standing.purse().running() == 0) {
            watch = null;
            return;
        }
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

    AccountOutput state() {
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

    Money creditLimit() {
        return standing.terms().payment().creditLimit();
    }

    private boolean isCharged() {
        return standing.purse().running() > 0 || standing.terms().payment().isMetered();
    }

    LiveCall call(String callId) {
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
