package io.tollgate.benchmark.micro;

import io.tollgate.gateway.admission.Attempt;
import io.tollgate.gateway.admission.Blacklist;
import io.tollgate.gateway.admission.Gatekeeper;
import io.tollgate.gateway.admission.RefusalCodes;
import io.tollgate.gateway.admission.Ruling;
import io.tollgate.gateway.identity.UnknownAccounts;
import java.time.Instant;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whether an attempt may go on, by the size of the blacklist; each attempt is another one. */
@State(Scope.Thread)
public class AdmissionBenchmark {
    @Param({"1", "1000", "1000000"})
    int entries = 1;

    private final Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Blacklist blacklist = new Blacklist();
    private final Gatekeeper gatekeeper = new Gatekeeper(blacklist, RefusalCodes.DEFAULTS, UnknownAccounts.ADMIT);
    private Attempt[] admitted = {};
    private Attempt[] restricted = {};
    private Attempt[] refused = {};
    private int next;

    @Setup
    public void fill() {
        for (int i = 0; i < entries; i++) {
            blacklist.put(SampleEntries.entry(i));
        }
        admitted = SampleAttempts.admitted(entries);
        restricted = SampleAttempts.restricted(entries);
        refused = SampleAttempts.refused(entries);
    }

    private Ruling ask(Attempt[] attempts) {
        next = (next + 1) % attempts.length;
        return gatekeeper.attempt(attempts[next], now);
    }

    /** Nothing matches, and everything is asked. */
    @Benchmark
    public Ruling admitted() {
        return ask(admitted);
    }

    /** Likewise of an account that has an entry. */
    @Benchmark
    public Ruling restricted() {
        return ask(restricted);
    }

    /** A forbidden number. */
    @Benchmark
    public Ruling refused() {
        return ask(refused);
    }
}
