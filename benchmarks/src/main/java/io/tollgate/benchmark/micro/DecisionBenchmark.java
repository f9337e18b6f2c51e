package io.tollgate.benchmark.micro;

import io.tollgate.enforcement.account.AccountOutput;
import io.tollgate.enforcement.account.AccountStanding;
import io.tollgate.enforcement.account.AccountTurn;
import io.tollgate.enforcement.account.Provision;
import io.tollgate.enforcement.account.Terms;
import io.tollgate.enforcement.call.AbsentCall;
import io.tollgate.enforcement.call.CallDetails;
import io.tollgate.enforcement.call.CallFact;
import io.tollgate.enforcement.call.CallFact.Answered;
import io.tollgate.enforcement.call.CallFact.Attempted;
import io.tollgate.enforcement.call.CallFact.Ended;
import io.tollgate.enforcement.call.CallFact.Ringing;
import io.tollgate.enforcement.call.CallFact.What;
import io.tollgate.enforcement.call.Direction;
import io.tollgate.enforcement.call.EndCause;
import io.tollgate.enforcement.call.LiveCall;
import io.tollgate.enforcement.charge.CreditModel;
import io.tollgate.enforcement.charge.PaymentTerms;
import io.tollgate.enforcement.charge.Watch;
import io.tollgate.enforcement.rating.Money;
import io.tollgate.enforcement.rating.RateTerms;
import io.tollgate.enforcement.rating.Tariffs;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What Streams decides on the four events of one call of an account, whose other calls run meanwhile: the rules alone,
 * with what is kept in a map in the place of the stores.
 */
@State(Scope.Thread)
public class DecisionBenchmark {
    private static final String ACCOUNT = "alice";
    private static final RateTerms RATE = new RateTerms(new Money(50_000), new Money(600_000), 60, 6);
    private static final Ended HUNG_UP = new Ended(EndCause.CALLER, null, null, null);

    @Param({"1", "10000"})
    int calls = 1;

    @Param({"false", "true"})
    boolean metered;

    private final CallDetails details = new CallDetails(
            SampleMessages.CALL_ID,
            "gw-1",
            1,
            Direction.OUTBOUND,
            "sip:alice@example.org",
            "sip:4930123456@example.org",
            "4930123456",
            "192.0.2.10:5060/udp");
    private final Tariffs tariffs = Tariffs.of(key -> key.equals("plan/4930") ? RATE : null);
    private final Kept kept = new Kept();
    private AccountStanding standing = AccountStanding.UNKNOWN;
    private @Nullable Watch watch;
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private long number;

    @Setup
    public void fill() {
        PaymentTerms payment = new PaymentTerms(CreditModel.POSTPAID, new Money(1L << 60), "EUR", "plan", null);
        Terms terms = new Terms(true, 2 * calls + 10, true, true, metered ? payment : PaymentTerms.FREE);
        standing = AccountStanding.of(Provision.PROVISIONED, terms, 0);
        for (int i = 1; i < calls; i++) {
            begin("running-" + i);
        }
    }

    /** Its four events, of four turns of the account; gives what the last of them says. */
    @Benchmark
    public List<AccountOutput> call() {
        String callId = "gw-1-1-" + number++;
        begin(callId);
        List<AccountOutput> said = hear(callId, HUNG_UP);
        kept.over.clear();
        return said;
    }

    private void begin(String callId) {
        hear(callId, new Attempted());
        hear(callId, new Ringing());
        hear(callId, new Answered());
    }

    private List<AccountOutput> hear(String callId, What what) {
        now = now.plus(Duration.ofNanos(100_000));
        var turn = new AccountTurn(ACCOUNT, standing, watch, kept, tariffs, now, () -> true);
        turn.hear(new CallFact(callId, ACCOUNT, details, true, false, now, what));
        standing = turn.standing();
        watch = turn.watch();
        return turn.outputs();
    }

    /** In memory. */
    private static final class Kept implements AccountTurn.Calls {
        private final Map<String, LiveCall> live = new HashMap<>();
        private final Map<String, Boolean> over = new HashMap<>();

        @Override
        public @Nullable LiveCall get(String callId) {
            return live.get(callId);
        }

        @Override
        public boolean isOver(String callId) {
            return over.containsKey(callId);
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
            over.put(callId, true);
        }

        @Override
        public @Nullable AbsentCall absent(String callId) {
            return null;
        }

        @Override
        public void keep(String callId, AbsentCall call) {
            live.remove(callId);
        }

        @Override
        public void found(String callId) {}
    }
}
