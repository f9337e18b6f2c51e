package io.tollgate.system;

import io.tollgate.phone.Hop;
import io.tollgate.phone.Phone;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One gateway of the cluster, in whatever process, as phones see it. Safe for use by several threads; closing ends its
 * process.
 */
public final class GatewayProcess implements AutoCloseable {

    private static final Duration SIP_PATIENCE = Duration.ofSeconds(35);

    private final TollgateProcess process;
    private final String id;
    private final Hop sip;
    private final String upstream;

    GatewayProcess(TollgateProcess process, Map<String, String> ready) {
        this.process = process;
        this.id = ready.get("gateway");
        this.sip = Hop.udp(ready.get("sip"));
        this.upstream = ready.get("upstream");
    }

    public String id() {
        return id;
    }

    /** Where it speaks SIP, over UDP; {@code over(TCP)} for the other. */
    public Hop sip() {
        return sip;
    }

    /** Where it sends customers' calls. */
    public String upstream() {
        return upstream;
    }

    /** The process that it runs in. */
    public TollgateProcess process() {
        return process;
    }

    /** A phone whose proxy this gateway is. */
    public Phone.Builder phone(String user) {
        return Phone.of(user).proxy(sip);
    }

    /**
     * Waits until a MESSAGE from this user to this number is answered with this status. A MESSAGE meets the blacklist as
     * an INVITE does and leaves no call behind; one that passes is answered 200 by the test upstream.
     */
    public void awaitMessageStatus(String user, String number, int status) {
        try (Phone phone = phone(user).open()) {
            Await.until(
                    "a " + status + " at " + id,
                    Cluster.PATIENCE,
                    () -> messageStatus(phone, number),
                    seen -> seen == status);
        }
    }

    /** The status that a MESSAGE of this phone gets. */
    public static int messageStatus(Phone phone, String number) {
        return status(phone.request("MESSAGE", number), phone);
    }

    /** The status that a REGISTER of this phone gets. */
    public static int registerStatus(Phone phone) {
        return status(phone.register(), phone);
    }

    private static int status(java.util.concurrent.Future<io.tollgate.phone.Sighting> response, Phone phone) {
        try {
            return response.get(SIP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS).status();
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("no answer; seen:\n" + phone.transcript().print(sighting -> true), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    /** Waits until it has read everything that the partition of {@code tollgate.accounts} held when this marker came. */
    void awaitDisabled(String marker) {
        try (Phone phone = phone(marker).open()) {
            Await.until(
                    "account " + marker + " at " + id, Cluster.PATIENCE, () -> registerStatus(phone), s -> s == 403);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
