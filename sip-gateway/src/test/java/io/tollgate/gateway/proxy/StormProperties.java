package io.tollgate.gateway.proxy;

import static io.tollgate.gateway.proxy.ShardByHand.CALLER;
import static io.tollgate.gateway.proxy.ShardByHand.UPSTREAM;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.admission.Channel;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.event.Leg;
import io.tollgate.gateway.proxy.ShardByHand.Sent;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What holds of a call whatever the network and its parties do. */
class StormProperties {
    /** A few here; {@code -Dstorms=100000} where there is time. */
    private static final int STORMS = Integer.getInteger("storms", 500);

    @Property(tries = 1, shrinking = ShrinkingMode.OFF)
    void shouldKeepItsPromisesInEveryStorm(@ForAll long seed) {
        Set<EndCause> causes = EnumSet.noneOf(EndCause.class);
        for (int i = 0; i < STORMS; i++) {
            check(seed + i).told().forEach(told -> {
                if (told instanceof Happening.Ended ended) {
                    causes.add(ended.cause());
                }
            });
        }
        assertThat(causes)
                .contains(EndCause.CALLER, EndCause.CALLEE, EndCause.CANCELLED, EndCause.FAILED, EndCause.TERMINATED);
    }

    private static ShardByHand check(long seed) {
        Storm storm = new Storm(seed);
        try {
            storm.run();
            assertThat(storm.shard.faults()).isEmpty();
            toldOnce(storm.shard);
            nothingLeft(storm.shard);
            oneFinalResponseEach(storm);
            noByeBeforeTheAck(storm.shard.sent);
            noCancelBeforeAProvisional(storm);
            risingNumbers(storm.shard.sent);
            everyAnswerEnded(storm);
            return storm.shard;
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("storm " + seed + ": " + e.getMessage() + "\n" + story(storm), e);
        }
    }

    private static String story(Storm storm) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (BadNetwork.Delivered came : storm.network.delivered) {
            for (; at < came.sentBefore(); at++) {
                text.append("  ").append(storm.shard.sent.get(at)).append('\n');
            }
            text.append("came ")
                    .append(new Sent(came.from(), came.message(), Duration.ZERO))
                    .append('\n');
        }
        for (; at < storm.shard.sent.size(); at++) {
            text.append("  ").append(storm.shard.sent.get(at)).append('\n');
        }
        return text.append(storm.shard.told()).toString();
    }

    /** One end of each call, in order, and after an order each leg that existed, once. */
    private static void toldOnce(ShardByHand shard) {
        List<CallEvent> events = shard.events;
        if (events.isEmpty()) {
            return;
        }
        List<Happening> told = events.stream().map(CallEvent::happening).toList();
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).sequence()).isEqualTo(i);
        }
        List<Happening> ends = told.stream()
                .filter(one -> one instanceof Happening.Ended || one instanceof Happening.Refused)
                .toList();
        assertThat(ends).hasSize(1);
        List<Happening> after = told.subList(told.indexOf(ends.get(0)) + 1, told.size());
        boolean ordered = ends.get(0) instanceof Happening.Ended ended && ended.cause() == EndCause.TERMINATED;
        assertThat(after).allMatch(one -> one instanceof Happening.LegClosed);
        List<Leg> legs =
                after.stream().map(one -> ((Happening.LegClosed) one).leg()).toList();
        boolean forwarded =
                !shard.sent(UPSTREAM, sent -> sent.request("INVITE")).isEmpty();
        List<Leg> existed = forwarded ? List.of(Leg.CALLER, Leg.CALLEE) : List.of(Leg.CALLER);
        assertThat(legs).containsExactlyInAnyOrderElementsOf(ordered ? existed : List.of());
    }

    private static void nothingLeft(ShardByHand shard) {
        assertThat(shard.liveCalls()).as("live calls").isZero();
        assertThat(shard.transactions()).as("transactions").isZero();
        assertThat(shard.timers()).as("timers").isZero();
        assertThat(shard.deadlines()).as("deadlines").isZero();
        Channel channel = shard.gatekeeper.channels().of(ShardByHand.ACCOUNT, 1);
        assertThat(channel.take()).as("a free channel").isTrue();
    }

    private static void oneFinalResponseEach(Storm storm) {
        Map<String, Set<Integer>> finals = new HashMap<>();
        for (Sent sent : storm.shard.sent) {
            int status = sent.message().status();
            if (status >= 200) {
                finals.computeIfAbsent(Storm.key(sent.message()), key -> new TreeSet<>())
                        .add(status);
            }
        }
        for (BadNetwork.Delivered came : storm.network.delivered) {
            SipMessage request = came.message();
            if (request.isRequest() && request.method() != Method.ACK) {
                Set<Integer> given = new TreeSet<>(finals.getOrDefault(Storm.key(request), Set.of()));
                if (given.size() > 1 && request.toTag() != null) {
                    // It overtook the response that makes its dialog, and came again.
                    given.remove(481);
                }
                assertThat(given).as("responses to " + Storm.key(request)).hasSizeLessThanOrEqualTo(1);
                if (request.method() == Method.INVITE || request.method() == Method.CANCEL) {
                    assertThat(given).as("responses to " + Storm.key(request)).hasSize(1);
                }
            }
        }
    }

    private static void noByeBeforeTheAck(List<Sent> all) {
        Set<String> acknowledged = new HashSet<>();
        for (Sent sent : all) {
            if (to(sent, UPSTREAM) && sent.request("ACK")) {
                acknowledged.add(String.valueOf(sent.message().toTag()));
            }
            if (to(sent, UPSTREAM) && sent.request("BYE") && sent.own()) {
                assertThat(acknowledged).contains(String.valueOf(sent.message().toTag()));
            }
        }
    }

    private static boolean to(Sent sent, Flow side) {
        return sent.to().remote().equals(side.remote());
    }

    private static void noCancelBeforeAProvisional(Storm storm) {
        for (int i = 0; i < storm.shard.sent.size(); i++) {
            int number = i;
            Sent sent = storm.shard.sent.get(i);
            if (sent.request("CANCEL")) {
                String branch = sent.message().topVia().branch();
                assertThat(storm.network.delivered)
                        .as("provisional before CANCEL")
                        .anyMatch(came -> came.sentBefore() <= number
                                && !came.message().isRequest()
                                && came.message().status() < 200
                                && branch.equals(came.message().topVia().branch()));
            }
        }
    }

    private static void risingNumbers(List<Sent> all) {
        Map<String, Long> highest = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (Sent sent : all) {
            SipMessage message = sent.message();
            boolean repeated = !known.add(Storm.key(message));
            if (!message.isRequest() || message.method() == Method.ACK || message.method() == Method.CANCEL) {
                continue;
            }
            String dialog = sent.to().remote() + " " + message.fromTag() + " " + message.toTag();
            long before = highest.getOrDefault(dialog, -1L);
            if (sent.request("BYE") && sent.own() && !repeated) {
                assertThat(message.cseq()).as("CSeq of our BYE in " + dialog).isGreaterThan(before);
            }
            highest.merge(dialog, message.cseq(), Math::max);
        }
    }

    /** Every phone that answered has had an end, by whomever, unless the proxy had long forgotten the INVITE. */
    private static void everyAnswerEnded(Storm storm) {
        Set<String> answered = new TreeSet<>();
        Set<String> ended = new HashSet<>();
        for (BadNetwork.Delivered came : storm.network.delivered) {
            SipMessage message = came.message();
            if (message.status() == 200 && message.method() == Method.INVITE && message.cseq() == 1) {
                answered.add(String.valueOf(message.toTag()));
            }
            if (message.isRequest() && message.method() == Method.BYE && to(came, UPSTREAM)) {
                ended.add(String.valueOf(message.fromTag()));
            }
        }
        for (Sent sent : storm.shard.sent) {
            if (to(sent, UPSTREAM) && sent.request("BYE")) {
                ended.add(String.valueOf(sent.message().toTag()));
            }
        }
        assertThat(ended).as("ended dialogs").containsAll(answered);
    }

    private static boolean to(BadNetwork.Delivered came, Flow side) {
        return came.from().remote().equals(side.remote()) && !side.equals(CALLER);
    }
}
