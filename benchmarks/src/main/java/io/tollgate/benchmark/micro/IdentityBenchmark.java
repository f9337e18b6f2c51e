package io.tollgate.benchmark.micro;

import io.tollgate.gateway.identity.AccountDirectory;
import io.tollgate.gateway.identity.AccountSettings;
import io.tollgate.gateway.identity.Claims;
import io.tollgate.gateway.identity.DigestCheck;
import io.tollgate.gateway.identity.Identification;
import io.tollgate.gateway.identity.Identifier;
import io.tollgate.gateway.identity.IdentityOrder;
import io.tollgate.gateway.identity.Network;
import java.util.List;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Whose a call is, by the number of accounts: half of them have a trunk, the others go by From's name. */
@State(Scope.Thread)
public class IdentityBenchmark {
    private static final int CALLS = 1 << 14;
    private static final long FIRST_ADDRESS = 10L << 24;

    @Param({"1", "1000", "1000000"})
    int accounts = 1;

    private final AccountDirectory directory = new AccountDirectory();
    private final Identifier identifier =
            new Identifier(directory, IdentityOrder.DEFAULT, new DigestCheck("tollgate", (nonce, count) -> false));
    private final Claims[] trunk = new Claims[CALLS];
    private final Claims[] named = new Claims[CALLS];
    private int next;

    @Setup
    public void fill() {
        for (int i = 0; i < accounts; i++) {
            directory.put(new AccountSettings(
                    SampleEntries.account(i),
                    true,
                    List.of("4930" + i),
                    i % 2 == 0 ? List.of(new Network(false, 0, FIRST_ADDRESS + i, 32)) : List.of(),
                    false,
                    null,
                    false,
                    null,
                    null,
                    null));
        }
        Random random = new Random(1);
        for (int i = 0; i < CALLS; i++) {
            int number = random.nextInt(accounts);
            String host = new Network(false, 0, FIRST_ADDRESS + number - number % 2, 32)
                    .toString()
                    .replace("/32", "");
            trunk[i] = claims(host, number);
            named[i] = claims("192.0.2.10", number);
        }
    }

    private static Claims claims(String host, int number) {
        return new Claims(
                SampleMessages.flow(host),
                "INVITE",
                "sip:4930123456@198.51.100.1",
                "sip:" + SampleEntries.account(number) + "@example.org",
                List.of(),
                null,
                List.of(),
                List.of(),
                false,
                true);
    }

    private int next() {
        next = next + 1 & CALLS - 1;
        return next;
    }

    @Benchmark
    public Identification trunk() {
        return identifier.identify(trunk[next()]);
    }

    @Benchmark
    public Identification named() {
        return identifier.identify(named[next()]);
    }
}
