package io.tollgate.enforcement.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.account.AccountOutput.Admit;
import io.tollgate.enforcement.account.AccountOutput.RecordCall;
import io.tollgate.enforcement.account.AccountOutput.Terminate;
import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.What;
import io.tollgate.enforcement.call.ClosedCall;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.EndCause;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.decision.Grounds;
import io.tollgate.enforcement.decision.TerminationOrder;
import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gateways that carry out a {@link MoneyPlan} and do as they are told, with the account's books at the other end of a way
 * that takes time. What a gateway sends stays in order; what different gateways send does not. Every input of the books
 * is also given to the slow model.
 */
final class MoneyWorld {

    private static final String ACCOUNT = "alice";
    static final long START = Micros.of(Instant.parse("2026-03-01T12:00:00Z"));
    private static final long TICK = 100_000;
    private static final long LAST = 1L << 40;

    /** Something that will happen. */
    private record Happening(long at, long order, Runnable what) {}

    /** A call at its gateway. */
    private static final class Leg {
        final MoneyPlan.Call plan;

        @Nullable
        Long due;

        long revision = -1;

        @Nullable
        Integer paidSeconds;

        boolean admitted;

        @Nullable
        Long answeredAt;

        boolean over;
        final List<Long> told = new ArrayList<>();
        final Set<Class<?>> heard = new HashSet<>();

        Leg(MoneyPlan.Call plan) {
            this.plan = plan;
        }
    }

    final Books books;
    final SlowAccount slow;
    final Map<String, ClosedCall> records = new TreeMap<>();
    final Map<String, SlowAccount.Result> expected = new TreeMap<>();
    final Map<String, Long> endedAt = new TreeMap<>();
    final Map<String, Leg> legs = new TreeMap<>();
    private final PriorityQueue<Happening> agenda =
            new PriorityQueue<>(Comparator.comparingLong(Happening::at).thenComparingLong(Happening::order));
    private final Map<String, Long> lastArrival = new HashMap<>();
    private final Random random;
    private final int delayMillis;
    private final List<CallFact> told = new ArrayList<>();
    private boolean tellsEnds = true;
    private long now = START;
    private long order;
    private long nextLook = Long.MAX_VALUE;

    /**
     * @param delayMillis most that any way takes; 0: nothing takes any time
     */
    MoneyWorld(Books books, MoneyPlan plan, long seed, int delayMillis) {
        this.books = books;
        this.slow = new SlowAccount(plan.payment().credit().micros());
        this.random = new Random(seed);
        this.delayMillis = delayMillis;
        books.provision(TestTerms.paying(plan.payment()), Micros.toInstant(START));
        for (var topUp : plan.topUps()) {
            at(START + topUp.at(), () -> adjust(topUp.amount()));
        }
        for (var call : plan.calls()) {
            legs.put(call.callId(), new Leg(call));
            books.rates.put(call.callId(), call.rate());
            at(START + call.attemptAt(), () -> attempt(legs.get(call.callId())));
        }
    }

    /** The same where calls are taken for lost, now and then, and some gateways are heard to have theirs after all, or others'. */
    MoneyWorld losing(int losses) {
        var callIds = List.copyOf(legs.keySet());
        for (int loss = 0; loss < losses; loss++) {
            var callId = callIds.get(random.nextInt(callIds.size()));
            at(START + random.nextInt(100_000_000), () -> lose(callId));
            at(START + random.nextInt(120_000_000), () -> vouch(callId));
        }
        return this;
    }

    private void lose(String callId) {
        var call = books.live.get(callId);
        if (call == null) {
            return;
        }
        long vouched = now - random.nextInt(30_000_000);
        long endedAt = Math.max(vouched, Micros.of(call.knownAt()));
        var result = slow.lose(callId, endedAt);
        if (result != null) {
            expected.put(callId, result);
        }
        follow(books.lose(callId, Micros.toInstant(vouched), Micros.toInstant(now)));
        compare(callId + " lost");
    }

    /** For a call that lives it changes nothing but whose it is, and that he is told until when it is paid. */
    private void vouch(String callId) {
        var live = books.live.get(callId);
        if (live != null) {
            int moves = live.owner().moves() + 1;
            follow(books.vouch(callId, new Owner("gw9", 1, moves), Micros.toInstant(now)));
            compare(callId + " moved");
        }
        if (books.absent.get(callId) instanceof AbsentCall.Lost lost) {
            slow.reinstate(callId);
            expected.remove(callId);
            int moves = lost.call().owner().moves() + 1;
            follow(books.vouch(callId, new Owner("gw9", 1, moves), Micros.toInstant(now)));
            compare(callId + " vouched for");
        }
    }

    /** The same where no end is ever told. */
    MoneyWorld withoutEnds() {
        tellsEnds = false;
        return this;
    }

    /** Nobody vouches for any call any more. */
    void loseAll() {
        List.copyOf(books.live.keySet()).forEach(this::lose);
    }

    /** All events that were told come again, in their order. */
    void hearAllAgain() {
        List.copyOf(told).forEach(fact -> follow(books.hear(fact, Micros.toInstant(now))));
    }

    /** Plays it to its end. */
    MoneyWorld play() {
        while (!agenda.isEmpty()) {
            var next = agenda.remove();
            now = next.at();
            next.what().run();
        }
        return this;
    }

    private void at(long when, Runnable what) {
        agenda.add(new Happening(Math.max(now, when), order++, what));
    }

    /** After all else at that instant: what comes at the very instant of an end counts before it. */
    private void last(long when, Runnable what) {
        agenda.add(new Happening(Math.max(now, when), LAST + order++, what));
    }

    private void adjust(long amount) {
        if (amount < 0 && books.standing().purse().running() > 0) {
            slow.advance(now);
        }
        slow.adjust(amount);
        follow(books.adjust(new Money(amount), Micros.toInstant(now)));
        compare("adjustment");
    }

    private void attempt(Leg leg) {
        tell(leg, new CallFact.Attempted(), now);
        at(START + leg.plan.answerAt(), () -> answer(leg));
    }

    private void answer(Leg leg) {
        if (leg.over) {
            return;
        }
        leg.answeredAt = now;
        arm(leg);
        tell(leg, new CallFact.Answered(), now);
        at(START + leg.plan.hangUpAt(), () -> end(leg, now, EndCause.CALLER, null));
    }

    private void arm(Leg leg) {
        if (leg.answeredAt != null && leg.admitted && leg.revision < 0) {
            leg.revision = 0;
            setDue(leg, leg.paidSeconds == null ? null : leg.answeredAt + leg.paidSeconds * Micros.IN_A_SECOND);
        }
    }

    private void setDue(Leg leg, @Nullable Long due) {
        leg.due = due;
        if (due != null) {
            last(due, () -> {
                if (due.equals(leg.due)) {
                    end(leg, now + (delayMillis == 0 ? 0 : random.nextInt(5_000)), EndCause.TERMINATED, due);
                }
            });
        }
    }

    private void end(Leg leg, long at, EndCause cause, @Nullable Long due) {
        if (leg.over) {
            return;
        }
        leg.over = true;
        endedAt.put(leg.plan.callId(), due == null ? at : Math.max(due, now));
        var grounds = cause == EndCause.TERMINATED ? Grounds.BALANCE_EXHAUSTED : null;
        tell(leg, new CallFact.Ended(cause, null, null, grounds), at);
    }

    /** Sends an event to the books. */
    private void tell(Leg leg, What what, long at) {
        long arrival = at + delay();
        arrival = Math.max(arrival, lastArrival.getOrDefault(leg.plan.gateway(), 0L));
        lastArrival.put(leg.plan.gateway(), arrival);
        at(arrival, () -> hear(leg, what, at));
        if (delayMillis > 0 && random.nextInt(10) == 0) {
            at(arrival, () -> hear(leg, what, at));
        }
    }

    private long delay() {
        return delayMillis == 0 ? 0 : random.nextInt(delayMillis * 1_000);
    }

    private void hear(Leg leg, What what, long at) {
        var callId = leg.plan.callId();
        if (!tellsEnds && !(what instanceof CallFact.Attempted || what instanceof CallFact.Answered)) {
            return;
        }
        told.add(fact(leg, what, at));
        if (!leg.heard.add(what.getClass())) {
            follow(books.hear(fact(leg, what, at), Micros.toInstant(now)));
            compare("repeated " + what);
            return;
        }
        boolean adds = !(what instanceof CallFact.Attempted);
        if (adds && books.absent.containsKey(callId)) {
            slow.reinstate(callId);
        }
        if (what instanceof CallFact.Attempted) {
            slow.attempt(callId, at, leg.plan.rate());
        } else if (what instanceof CallFact.Answered) {
            slow.answer(callId, at, leg.plan.rate());
            if (leg.admitted && leg.paidSeconds != null) {
                leg.told.add(at + leg.paidSeconds * Micros.IN_A_SECOND);
            }
        } else if (what instanceof CallFact.Ended end) {
            var result = slow.end(callId, at, end.cause() == EndCause.TERMINATED ? ratedEnd(leg, at) : at);
            if (result != null) {
                expected.put(callId, result);
            }
        } else {
            slow.advance(at);
            slow.calls.remove(callId);
        }
        follow(books.hear(fact(leg, what, at), Micros.toInstant(now)));
        compare(callId + " " + what);
    }

    /** The last end that it was told before it ended, of all that it ever was told. */
    private static long ratedEnd(Leg leg, long at) {
        return leg.told.stream()
                .filter(told -> told <= at)
                .mapToLong(told -> told)
                .max()
                .orElse(at);
    }

    private static CallFact fact(Leg leg, What what, long at) {
        var details = new CallDetails(
                "sip", leg.plan.gateway(), 1, Direction.OUTBOUND, "a", "b", leg.plan.callId(), "192.0.2.1:5060/udp");
        return new CallFact(leg.plan.callId(), ACCOUNT, details, true, false, Micros.toInstant(at), what);
    }

    private void follow(List<AccountOutput> outputs) {
        for (var output : outputs) {
            if (output instanceof Admit admit) {
                at(now + delay(), () -> admitted(legs.get(admit.callId()), admit));
                note(legs.get(admit.callId()), admit);
            } else if (output instanceof Terminate terminate) {
                var callId = String.valueOf(terminate.order().callId());
                note(legs.get(callId), terminate.order());
                at(now + delay(), () -> terminated(legs.get(callId), terminate.order()));
            } else if (output instanceof RecordCall record) {
                var before = records.put(record.call().callId(), record.call());
                assertThat(record.call().revision()).isEqualTo(before == null ? 0 : before.revision() + 1);
            }
        }
        var lookAt = books.standing().lookAt();
        if (lookAt != null && Micros.of(lookAt) < nextLook) {
            nextLook = Micros.of(lookAt);
            long when = delayMillis == 0 ? nextLook : (Math.max(nextLook, now) / TICK + 1) * TICK;
            at(when, this::look);
        }
    }

    private void look() {
        nextLook = Long.MAX_VALUE;
        follow(books.look(Micros.toInstant(now)));
        compare("look");
    }

    private static void note(Leg leg, Admit admit) {
        leg.admitted = admit.refusal() == null;
        leg.paidSeconds = admit.paidSeconds();
    }

    private void note(Leg leg, TerminationOrder order) {
        if (order.at() != null && order.terminationId().startsWith("balance:")) {
            leg.told.add(Math.max(now, Micros.of(order.at())));
        }
    }

    private void admitted(Leg leg, Admit admit) {
        if (leg.over) {
            return;
        }
        if (admit.refusal() == null) {
            arm(leg);
        } else if (leg.answeredAt == null) {
            leg.over = true;
            tell(leg, new CallFact.Refused(false), now);
        }
    }

    private void terminated(Leg leg, TerminationOrder order) {
        if (leg.over || leg.answeredAt == null) {
            return;
        }
        if (!order.terminationId().startsWith("balance:")) {
            end(leg, now, EndCause.TERMINATED, null);
        } else if (order.revision() > leg.revision) {
            leg.revision = order.revision();
            setDue(leg, order.at() == null ? null : Micros.of(order.at()));
        }
    }

    private void compare(String after) {
        books.compare(slow, after);
    }
}
