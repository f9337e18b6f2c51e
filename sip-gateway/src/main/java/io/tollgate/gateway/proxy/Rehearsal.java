package io.tollgate.gateway.proxy;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.tollgate.gateway.admission.AdmissionDecision;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.admission.Defence;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.admission.RefusalReason;
import io.tollgate.gateway.admission.VerdictSink;
import io.tollgate.gateway.event.CallEvent;
import io.tollgate.gateway.event.Happening;
import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.IdentityParts;
import io.tollgate.gateway.identity.IdentityPolicy;
import io.tollgate.gateway.identity.Registrations;
import io.tollgate.gateway.identity.UnknownAccounts;
import io.tollgate.gateway.journal.CallJournal;
import io.tollgate.gateway.journal.Places;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Calls that a gateway makes with itself before it takes any. A JVM that has just started loads a class for the first
 * time it is named and interprets what it has not run often: the first BYE of a gateway came 50 ms late, and the first 200
 * simultaneous INVITEs waited for half a second. So some calls, held, admitted, hung up or refused and ended by us, run
 * through the real proxy beforehand, with phones that are objects: nothing leaves for the network or Kafka.
 *
 * <p>The caller waits, for a bounded time; what is not rehearsed by then is left.
 */
public final class Rehearsal {
    private static final String ACCOUNT = "rehearsal";
    /** Loads all classes, and has what is run for each call compiled once. */
    private static final int FEW = 200;
    /**
     * What runs for long is compiled a second time, by a slow compiler that takes the processor from the first calls: at
     * 500 a second a quarter of those of the first 8 s failed.
     */
    private static final int MANY = 2_000;

    private static final String SLOW_COMPILER = "4";
    private static final int AT_ONE_TIME = 16;
    private static final int PAID_SECONDS = 3_600;

    private final int calls = calls();
    private final CountDownLatch open = new CountDownLatch(calls);
    private final AtomicInteger begun = new AtomicInteger();
    private final RehearsalPhones phones;
    private final Proxy proxy;

    private Rehearsal(ProxyParts real) {
        Boundary boundary = real.boundary().another();
        this.phones = new RehearsalPhones(ACCOUNT, boundary);
        AccountDirectory accounts = new AccountDirectory();
        accounts.put(new AccountSettings(ACCOUNT, true, List.of(), List.of(), true, true, true, null, null, null));
        this.proxy = new Proxy(new ProxyParts(
                real.gatewayId(),
                1,
                boundary,
                phones,
                flow -> true,
                real.clock().another(),
                real.timers(),
                Limits.DEFAULTS,
                real.tokens(),
                accounts,
                new Registrations(1),
                IdentityParts.of(IdentityPolicy.DEFAULTS),
                new Gatekeeper(new Blacklist(), real.gatekeeper().codes(), UnknownAccounts.ADMIT),
                real.attemptRate(),
                real.numbers(),
                real.emergencies(),
                this::told,
                Runnable::run,
                new ProxyCounters(),
                () -> true,
                CallJournal.NONE,
                () -> true,
                () -> false,
                List.of(),
                Defence.DEFAULTS,
                VerdictSink.NONE,
                new Places(""),
                false));
        phones.call(proxy);
    }

    /**
     * Rehearses what a proxy of these parts will do.
     *
     * @return how many calls were made to their end
     */
    public static int run(ProxyParts parts, Duration within) {
        Rehearsal rehearsal = new Rehearsal(parts);
        try {
            return rehearsal.run(within);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        } finally {
            rehearsal.proxy.close();
        }
    }

    /** Out of time: what is under way ends with its shard. */
    private int run(Duration within) throws InterruptedException {
        proxy.start();
        for (int i = 0; i < AT_ONE_TIME; i++) {
            next();
        }
        return open.await(within.toMillis(), TimeUnit.MILLISECONDS) ? calls : calls - (int) open.getCount();
    }

    /** How many are made: few where the JVM has the quick compiler alone, as {@code tollgate up} has. */
    static int calls() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            String level =
                    jvm == null ? "" : jvm.getVMOption("TieredStopAtLevel").getValue();
            return level.equals(SLOW_COMPILER) ? MANY : FEW;
        } catch (IllegalArgumentException another) {
            return FEW; // a JVM of another kind
        }
    }

    private void next() {
        int number = begun.getAndIncrement();
        if (number < calls) {
            phones.invite(number);
        }
    }

    private boolean told(CallEvent event) {
        Happening happening = event.happening();
        if (happening instanceof Happening.Ringing) {
            boolean admit = event.call().sipCallId().hashCode() % 2 == 0;
            @Nullable RefusalReason reason = admit ? null : RefusalReason.NO_BALANCE;
            proxy.decide(new AdmissionDecision(event.call().callId(), ACCOUNT, admit, reason, PAID_SECONDS));
        } else if (happening instanceof Happening.Ended || happening instanceof Happening.Refused) {
            open.countDown();
            next();
        }
        return true;
    }
}
