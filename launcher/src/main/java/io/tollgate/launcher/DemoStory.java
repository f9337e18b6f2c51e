package io.tollgate.launcher;

import io.tollgate.phone.Call;
import io.tollgate.phone.CallEnd;
import io.tollgate.phone.Dial;
import io.tollgate.phone.Hop;
import io.tollgate.phone.Moment;
import io.tollgate.phone.NotSeen;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.phone.ReceivedCall;
import io.tollgate.phone.TestUpstream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What Tollgate does to calls, told while it happens. A scene passes only if both phones saw it at their sockets: what
 * Tollgate says of itself counts for nothing here. Every wait has a deadline. Used by one thread.
 */
final class DemoStory {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PROPAGATION = Duration.ofSeconds(15);
    private static final String LOCAL = "4930123456";
    private static final String PREMIUM = "882990012345";
    private static final String PREMIUM_PREFIX = "882";
    private static final int CHANNELS = 2;

    private final PrintStream out;
    private final DemoRecords records;
    private final TestUpstream upstream;
    private final Phone alice;
    private final Phone bob;
    private int scene;
    private int failed;

    DemoStory(PrintStream out, String sip, TestUpstream upstream, DemoRecords records, Closers closers) {
        this.out = out;
        this.records = records;
        this.upstream = upstream;
        this.alice = closers.add("alice", phone("alice", sip));
        this.bob = closers.add("bob", phone("bob", sip));
    }

    private static Phone phone(String user, String sip) {
        return Phone.of(user).proxy(Hop.udp(sip)).open();
    }

    /** Plays all scenes; whether every one was seen as it should be. */
    boolean play() {
        scene("A call passes", this::callPasses);
        scene("A call over the channel limit is ended", this::limitHolds);
        scene("A verdict ends a live call", this::verdictEndsCall);
        scene("A blacklisted prefix is refused", this::prefixIsRefused);
        out.println(
                "Still to come: a call that is cut when its balance is used up. Balances are not part of this build.");
        out.println(
                failed == 0
                        ? "All " + scene + " scenes were seen on the wire."
                        : failed + " of " + scene + " scenes were not seen as they should be.");
        out.flush();
        return failed == 0;
    }

    private void scene(String title, Runnable action) {
        scene++;
        out.println(scene + ". " + title + ".");
        try {
            action.run();
        } catch (NotSeen | IllegalStateException e) {
            failed++;
            tell("NOT SEEN: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        out.println();
    }

    private void tell(String line) {
        out.println("   " + line);
        out.flush();
    }

    private void callPasses() {
        tell("Alice calls " + LOCAL + ".");
        PlacedCall call = alice.invite(LOCAL);
        call.awaitAnswered();
        ReceivedCall received = callee(call);
        tell("It rings at the upstream and is answered.");
        call.hangUp();
        require(received.awaitEnded().by() == CallEnd.By.PEER, "the upstream did not get her BYE");
        tell("She hangs up; the upstream gets her BYE.");
    }

    private void limitHolds() {
        records.provision("bob", CHANNELS);
        tell("Bob has " + CHANNELS + " channels. He makes " + CHANNELS + " calls, both are answered.");
        List<PlacedCall> within = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            PlacedCall call = bob.invite(LOCAL + i);
            call.awaitAnswered();
            within.add(call);
        }
        tell("He makes one more.");
        PlacedCall over = bob.invite(LOCAL + CHANNELS);
        CallEnd end = over.awaitEnded(PATIENCE);
        require(end.by() == CallEnd.By.PEER, "nobody ended the call over the limit");
        if (over.answered().isDone()) {
            callee(over).awaitEnded(PATIENCE);
            tell("It is ended at both phones "
                    + millis(end.at(), over.awaitAnswered().at()) + " after its answer.");
        } else {
            require(end.status() == 486, "it was refused with " + end.status() + ", not 486");
            tell("It is refused: " + end.status() + ".");
        }
        require(within.stream().allMatch(Call::live), "a call within the limit was ended too");
        tell("The others go on.");
        within.forEach(Call::hangUp);
        within.forEach(Call::awaitEnded);
    }

    private void verdictEndsCall() {
        PlacedCall call = alice.invite(PREMIUM);
        call.awaitAnswered();
        ReceivedCall received = callee(call);
        PlacedCall bystander = alice.invite(LOCAL);
        bystander.awaitAnswered();
        tell("Alice talks to " + PREMIUM + ", and on another line to " + LOCAL + ".");
        records.terminate(call.callId());
        Moment written = Moment.now();
        tell("The fraud system writes a verdict against the first call to topic tollgate.verdicts.");
        CallEnd caller = call.awaitEnded(PATIENCE);
        CallEnd callee = received.awaitEnded(PATIENCE);
        require(caller.by() == CallEnd.By.PEER && callee.by() == CallEnd.By.PEER, "a phone ended it by itself");
        require(!caller.reason().isEmpty(), "the BYE carries no Reason");
        tell("BYE at her phone " + millis(caller.at(), written) + " after Kafka had the verdict, at the other end "
                + millis(callee.at(), written) + ".");
        require(bystander.live(), "the other call was ended too");
        tell("The other call goes on.");
        bystander.hangUp();
        bystander.awaitEnded();
    }

    private void prefixIsRefused() {
        records.blacklist(PREMIUM_PREFIX);
        tell("The fraud system blacklists everything that begins with " + PREMIUM_PREFIX + ".");
        PlacedCall refused = callUntilRefused();
        CallEnd end = refused.awaitEnded();
        require(end.status() == 403, "it was refused with " + end.status() + ", not 403");
        boolean reached = !upstream.transcript().of(refused.callId()).isEmpty();
        require(!reached, "the upstream saw it nevertheless");
        tell("Alice calls +" + PREMIUM + ": " + end.status() + ". The upstream never hears of it.");
        PlacedCall other = alice.invite(LOCAL);
        other.awaitAnswered();
        tell("She calls " + LOCAL + ": that passes.");
        other.hangUp();
        other.awaitEnded();
    }

    /** A new entry takes some milliseconds to reach the gateway; a call before that passes and is no fault. */
    private PlacedCall callUntilRefused() {
        long deadline = System.nanoTime() + PROPAGATION.toNanos();
        while (System.nanoTime() < deadline) {
            PlacedCall call = alice.invite(Dial.to("+" + PREMIUM));
            while (!call.answered().isDone() && !call.ended().isDone() && System.nanoTime() < deadline) {
                DemoRecords.pause();
            }
            if (call.ended().isDone() && !call.answered().isDone()) {
                return call;
            }
            call.hangUp();
            call.awaitEnded();
        }
        throw new NotSeen("calls to " + PREMIUM + " still pass after " + PROPAGATION.toSeconds() + " s");
    }

    private ReceivedCall callee(PlacedCall call) {
        return upstream.awaitCall(received -> received.callId().equals(call.callId()));
    }

    private static void require(boolean seen, String otherwise) {
        if (!seen) {
            throw new NotSeen(otherwise);
        }
    }

    private static String millis(Moment later, Moment earlier) {
        return String.format(Locale.ROOT, "%.0f ms", later.since(earlier).toNanos() / 1e6);
    }
}
