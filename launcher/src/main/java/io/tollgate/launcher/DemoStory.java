package io.tollgate.launcher;

import static io.tollgate.launcher.DemoStage.PATIENCE;
import static io.tollgate.launcher.DemoStage.millis;
import static io.tollgate.launcher.DemoStage.require;

import io.tollgate.phone.Call;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Moment;
import io.tollgate.phone.NotSeen;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import java.util.ArrayList;
import java.util.List;

/**
 * What Tollgate does to calls, told while it happens. A scene passes only if both phones saw it at their sockets: what
 * Tollgate says of itself counts for nothing here. Every wait has a deadline, and no scene relies on another one's effects
 * having come to an end. Used by one thread.
 */
final class DemoStory {

    private static final String LOCAL = "4930123456";
    private static final String PREMIUM = "882990012345";
    private static final String PREMIUM_PREFIX = "882";
    private static final int CHANNELS = 2;

    private final DemoStage stage;
    private final DemoRecords records;
    private int scene;
    private int failed;

    DemoStory(DemoStage stage, DemoRecords records) {
        this.stage = stage;
        this.records = records;
    }

    /** Plays all scenes; whether every one was seen as it should be. */
    boolean play() {
        DemoBalanceScene money = new DemoBalanceScene(stage, records, LOCAL);
        scene("A call is cut at zero balance", money::play);
        money.giveHerPlenty(PREMIUM_PREFIX);
        scene("A call passes", this::callPasses);
        scene("A call over the channel limit is ended", this::limitHolds);
        scene("A verdict ends a live call", this::verdictEndsCall);
        scene("A blacklisted prefix is refused", this::prefixIsRefused);
        stage.line(
                failed == 0
                        ? "All " + scene + " scenes were seen on the wire."
                        : failed + " of " + scene + " scenes were not seen as they should be.");
        return failed == 0;
    }

    private void scene(String title, Runnable action) {
        scene++;
        stage.line(scene + ". " + title + ".");
        try {
            action.run();
        } catch (NotSeen | IllegalStateException e) {
            failed++;
            stage.tell("NOT SEEN: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        stage.line("");
    }

    private void callPasses() {
        PlacedCall call = stage.callUntilAnswered(stage.alice(), LOCAL);
        stage.tell("Alice has topped up. She calls " + LOCAL + ".");
        ReceivedCall received = stage.callee(call);
        stage.tell("It rings at the upstream and is answered.");
        call.hangUp();
        require(received.awaitEnded(PATIENCE).by() == CallEnd.By.PEER, "the upstream did not get her BYE");
        stage.tell("She hangs up; the upstream gets her BYE.");
    }

    private void limitHolds() {
        records.provision("bob", CHANNELS);
        stage.tell("Bob has " + CHANNELS + " channels. He makes " + CHANNELS + " calls, both are answered.");
        List<PlacedCall> within = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            PlacedCall call = stage.bob().invite(LOCAL + i);
            call.awaitAnswered();
            within.add(call);
        }
        stage.tell("He makes one more.");
        PlacedCall over = stage.bob().invite(LOCAL + CHANNELS);
        CallEnd end = over.awaitEnded(PATIENCE);
        require(end.by() == CallEnd.By.PEER, "nobody ended the call over the limit");
        if (over.answered().isDone()) {
            stage.callee(over).awaitEnded(PATIENCE);
            stage.tell("It is ended at both phones "
                    + millis(end.at(), over.awaitAnswered().at()) + " after its answer.");
        } else {
            require(end.status() == 486, "it was refused with " + end.status() + ", not 486");
            stage.tell("It is refused: " + end.status() + ".");
        }
        require(within.stream().allMatch(Call::live), "a call within the limit was ended too");
        stage.tell("The others go on.");
        within.forEach(Call::hangUp);
        within.forEach(Call::awaitEnded);
    }

    private void verdictEndsCall() {
        PlacedCall call = stage.callUntilAnswered(stage.alice(), PREMIUM);
        ReceivedCall received = stage.callee(call);
        PlacedCall bystander = stage.callUntilAnswered(stage.alice(), LOCAL);
        stage.tell("Alice talks to " + PREMIUM + ", and on another line to " + LOCAL + ".");
        records.terminate(call.callId());
        Moment written = Moment.now();
        stage.tell("The fraud system writes a verdict against the first call to topic tollgate.verdicts.");
        DemoStage.Ends ends = DemoStage.awaitCut(call, received, PATIENCE);
        stage.tell("BYE at her phone " + millis(ends.caller().at(), written)
                + " after Kafka had the verdict, at the other end "
                + millis(ends.callee().at(), written) + ".");
        require(bystander.live(), "the other call was ended too");
        stage.tell("The other call goes on.");
        bystander.hangUp();
        bystander.awaitEnded();
    }

    private void prefixIsRefused() {
        records.blacklist(PREMIUM_PREFIX);
        stage.tell("The fraud system blacklists everything that begins with " + PREMIUM_PREFIX + ".");
        PlacedCall refused = stage.callUntilRefused(stage.alice(), "+" + PREMIUM);
        CallEnd end = refused.awaitEnded();
        require(end.status() == 403, "it was refused with " + end.status() + ", not 403");
        require(!stage.reachedUpstream(refused), "the upstream saw it nevertheless");
        stage.tell("Alice calls +" + PREMIUM + ": " + end.status() + ". The upstream never hears of it.");
        PlacedCall other = stage.callUntilAnswered(stage.alice(), LOCAL);
        stage.tell("She calls " + LOCAL + ": that passes.");
        other.hangUp();
        other.awaitEnded();
    }
}
