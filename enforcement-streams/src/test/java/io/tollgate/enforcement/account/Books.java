package io.tollgate.enforcement.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.call.Owner;
import io.tollgate.enforcement.charge.Watch;
import io.tollgate.enforcement.rating.Micros;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariff;
import io.tollgate.enforcement.rating.Tariffs;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One account as the service keeps it, in memory; now and then it is started anew and forgets what is not stored. */
class Books {

    static final String ACCOUNT = "alice";

    /** By destination, which is the call's id here. */
    final Map<String, RateTerms> rates = new HashMap<>();

    protected AccountStanding standing = AccountStanding.UNKNOWN;
    protected final Map<String, LiveCall> live = new HashMap<>();
    final Map<String, AbsentCall> absent = new HashMap<>();
    private final Set<String> over = new HashSet<>();
    private final Random restarts;
    private final int restartsPerHundred;
    private @Nullable Watch watch;

    Books(long seed, int restartsPerHundred) {
        this.restarts = new Random(seed);
        this.restartsPerHundred = restartsPerHundred;
    }

    AccountStanding standing() {
        return standing;
    }

    Set<String> over() {
        return over;
    }

    List<AccountOutput> provision(Terms terms, Instant now) {
        return turn(now, turn -> turn.provision(terms, now));
    }

    List<AccountOutput> hear(CallFact fact, Instant now) {
        return turn(now, turn -> turn.hear(fact));
    }

    List<AccountOutput> adjust(Money amount, Instant now) {
        return turn(now, turn -> assertThat(turn.adjust(amount, now)).isTrue());
    }

    List<AccountOutput> look(Instant now) {
        return turn(now, AccountTurn::look);
    }

    List<AccountOutput> lose(String callId, Instant vouchedUntil, Instant now) {
        return turn(now, turn -> assertThat(turn.lose(callId, vouchedUntil)).isTrue());
    }

    List<AccountOutput> vouch(String callId, Owner owner, Instant now) {
        return turn(now, turn -> turn.vouch(callId, owner));
    }

    private List<AccountOutput> turn(Instant now, Consumer<AccountTurn> input) {
        if (restarts.nextInt(100) < restartsPerHundred) {
            watch = null;
        }
        var turn = new AccountTurn(ACCOUNT, standing, watch, new Kept(), tariffs(), now, () -> true);
        input.accept(turn);
        standing = turn.standing();
        watch = turn.watch();
        long holding = live.values().stream().filter(LiveCall::holdsChannel).count();
        assertThat((long) standing.held()).as("channels held").isEqualTo(holding);
        return turn.outputs();
    }

    private Tariffs tariffs() {
        return (plan, destination) -> {
            var terms = rates.get(destination);
            return terms == null ? Optional.empty() : Optional.of(new Tariff("plan", destination, terms));
        };
    }

    /** Fails unless the money, and every call's, is what the slow model says. */
    void compare(SlowAccount slow, String after) {
        var purse = standing.purse();
        assertEqual(purse.balance().micros(), slow.balance(), "balance after " + after);
        assertEqual(purse.setAside().micros(), slow.held(), "set aside after " + after);
        slow.calls.forEach((callId, expected) -> {
            var call = live.get(callId);
            var charge = call == null ? null : call.charge();
            if (expected.answeredAt != null) {
                if (charge == null) {
                    throw new AssertionError("no charge for " + callId + " after " + after);
                }
                var cutAt = charge.cutAt();
                assertThat(cutAt == null ? null : Micros.of(cutAt))
                        .as("cut of " + callId + " after " + after)
                        .isEqualTo(expected.cutAt);
            }
        });
    }

    private static void assertEqual(long actual, BigInteger expected, String what) {
        assertThat(BigInteger.valueOf(actual)).as(what).isEqualTo(expected);
    }

    private final class Kept implements AccountTurn.Calls {
        @Override
        public @Nullable LiveCall get(String callId) {
            return live.get(callId);
        }

        @Override
        public boolean isOver(String callId) {
            return over.contains(callId);
        }

        @Override
        public List<LiveCall> all() {
            return List.copyOf(live.values());
        }

        @Override
        public void put(LiveCall call) {
            live.put(call.callId(), call);
        }

        @Override
        public void close(String callId) {
            live.remove(callId);
            over.add(callId);
        }

        @Override
        public @Nullable AbsentCall absent(String callId) {
            return absent.get(callId);
        }

        @Override
        public void keep(String callId, AbsentCall call) {
            live.remove(callId);
            absent.put(callId, call);
        }

        @Override
        public void found(String callId) {
            absent.remove(callId);
        }
    }
}
