package io.tollgate.launcher;

import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Moment;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import java.time.Duration;

/**
 * Alice's money: enough for some seconds, and at the end of the last one her call is over. Afterwards she has plenty, for
 * the other scenes. Used by one thread.
 */
final class DemoBalanceScene {

    private static final String PLAN = "standard";
    private static final long CENT = 10_000;
    private static final int SECONDS = 3;
    private static final long PLENTY = 1_000 * CENT;

    /** Both instants are the phone's own, and it may have been late with the first: no more than this is believed. */
    private static final Duration LATE_STAMP = Duration.ofMillis(50);

    private final DemoStage stage;
    private final DemoRecords records;
    private final String number;

    DemoBalanceScene(DemoStage stage, DemoRecords records, String number) {
        this.stage = stage;
        this.records = records;
        this.number = number;
    }

    void play() {
        records.rate(PLAN, number.substring(0, 4), CENT);
        stage.awaitRefused(records.closedAccountBehind(records.open("alice", PLAN, SECONDS * CENT)));
        stage.tell("Alice has " + SECONDS + " cents. A call to " + number
                + " costs one cent for each second that begins.");
        PlacedCall call = stage.callUntilAnswered(stage.alice(), number);
        ReceivedCall received = stage.callee(call);
        stage.tell("She calls, and is answered.");
        DemoStage.Ends ends = DemoStage.awaitCut(call, received, DemoStage.PATIENCE.plusSeconds(SECONDS));
        Moment answered = call.awaitAnswered().at();
        stage.tell("Tollgate ends the call when the money does: BYE at her phone " + past(ends.caller(), answered)
                + " past the " + SECONDS + " s, at the other end " + past(ends.callee(), answered) + ".");
        PlacedCall next = stage.callUntilRefused(stage.alice(), number);
        CallEnd refusal = next.awaitEnded();
        DemoStage.require(refusal.status() == 402, "it was refused with " + refusal.status() + ", not 402");
        stage.tell("She calls again: 402.");
    }

    /** For the calls of the other scenes, whether or not this one was seen. */
    void giveHerPlenty(String... prefixes) {
        for (String prefix : prefixes) {
            records.rate(PLAN, prefix, CENT);
        }
        records.topUp("alice", PLENTY);
    }

    private static String past(CallEnd end, Moment answered) {
        Duration past = end.at().since(answered).minusSeconds(SECONDS);
        DemoStage.require(
                past.compareTo(LATE_STAMP.negated()) >= 0,
                "it was ended " + DemoStage.millis(past.negated()) + " too early");
        return DemoStage.millis(past);
    }
}
