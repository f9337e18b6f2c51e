package io.tollgate.enforcement.account;

import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.decision.TerminationOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A decision about one call while it is being made. Used once, by one thread. */
final class Draft {

    final String account;
    final Instant now;
    private final List<AccountOutput> outputs = new ArrayList<>();
    private AccountStanding standing;
    private LiveCall call;

    Draft(String account, AccountStanding standing, LiveCall call, Instant now) {
        this.account = account;
        this.standing = standing;
        this.call = call;
        this.now = now;
    }

    AccountStanding standing() {
        return standing;
    }

    void standing(AccountStanding next) {
        standing = next;
    }

    LiveCall call() {
        return call;
    }

    void call(LiveCall next) {
        call = next;
    }

    List<AccountOutput> outputs() {
        return outputs;
    }

    void add(AccountOutput output) {
        outputs.add(output);
    }

    /** An order about this call, at once. */
    TerminationOrder order(String id, Grounds grounds, String detail) {
        return TerminationOrder.ofCall(id, now, call.callId(), account, grounds, detail);
    }
}
