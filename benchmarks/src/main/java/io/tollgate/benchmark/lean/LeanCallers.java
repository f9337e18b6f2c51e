package io.tollgate.benchmark.lean;

import io.tollgate.benchmark.micro.SampleMessages;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Callers of many calls at one socket, who place them on schedule and hang up when told. Of a call that is answered
 * nothing is remembered but the BYE that will end it.
 */
public final class LeanCallers extends LeanEndpoint {
    /**
     * What became of calls since it was asked last.
     *
     * @param lost calls that the gateway ended
     * @param abandoned requests that never got a final response
     */
    public record Tally(
            int placed,
            int answered,
            int refused,
            int ended,
            int lost,
            long repeated,
            long abandoned,
            List<Long> setUpNanos) {
        /** Without the times. */
        public String faults() {
            return placed + " placed, " + answered + " answered, " + refused + " refused, " + lost + " lost, "
                    + abandoned + " never answered, " + repeated + " messages repeated";
        }

        /** From INVITE to 200, of each that was answered. */
        public LongStream setUps() {
            return setUpNanos.stream().mapToLong(Long::longValue);
        }
    }

    private record HangUp(long dueNanos, String callId) {}

    private final InetSocketAddress gateway;
    private final String at;
    private final IntFunction<String> user;
    private final String nonce = Integer.toHexString(ThreadLocalRandom.current().nextInt());
    private final Repeats open = new Repeats(this::toGateway);
    /** Of each live call, by Call-ID: what will end it. */
    private final Map<String, byte[]> byes = new LinkedHashMap<>();

    private final List<Schedule> schedules = new ArrayList<>();
    private final Deque<HangUp> hangUps = new ArrayDeque<>();
    private final List<Long> setUps = new ArrayList<>();
    private @Nullable Duration hold;
    private int calls;
    private int placed;
    private int answered;
    private int refused;
    private int ended;
    private int lost;
    private long repeatedBefore;
    private long abandonedBefore;

    private LeanCallers(String host, InetSocketAddress gateway, IntFunction<String> user) {
        super("lean-callers", host);
        this.gateway = gateway;
        this.at = gateway.getAddress().getHostAddress() + ":" + gateway.getPort();
        this.user = user;
    }

    /**
     * On a free port of this address.
     *
     * @param user who places the n-th call
     */
    public static LeanCallers open(String host, InetSocketAddress gateway, IntFunction<String> user) {
        LeanCallers callers = new LeanCallers(host, gateway, user);
        callers.start();
        return callers;
    }

    /**
     * Places so many calls; done when the last is placed.
     *
     * @param holding how long each lives from its answer; null: until {@link #hangUp}
     */
    public CompletableFuture<Void> place(int count, double perSecond, @Nullable Duration holding) {
        Schedule schedule = new Schedule(count, perSecond, number -> invite());
        order(() -> {
            hold = holding;
            schedules.add(schedule);
        });
        return schedule.done();
    }

    /** Hangs up all that live; done when the last BYE is sent. */
    public CompletableFuture<Void> hangUp(double perSecond) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        order(() -> {
            List<String> all = List.copyOf(byes.keySet());
            Schedule schedule = new Schedule(all.size(), perSecond, number -> bye(all.get(number)));
            schedule.done().thenRun(() -> done.complete(null));
            schedules.add(schedule);
        });
        return done;
    }

    /** What has become of them since it was asked last. */
    public Tally tally() {
        return ask(() -> {
            Tally told = new Tally(
                    placed,
                    answered,
                    refused,
                    ended,
                    lost,
                    open.repeated() - repeatedBefore,
                    open.abandoned() - abandonedBefore,
                    List.copyOf(setUps));
            placed = 0;
            answered = 0;
            refused = 0;
            ended = 0;
            lost = 0;
            repeatedBefore = open.repeated();
            abandonedBefore = open.abandoned();
            setUps.clear();
            return told;
        });
    }

    /** How many requests have no final response yet, or are to be sent soon. */
    public int open() {
        return ask(() -> open.size() + hangUps.size());
    }

    /** How many calls live. */
    public int live() {
        return ask(byes::size);
    }

    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        order(() -> answer.complete(question.get()));
        return answer.join();
    }

    private void invite() {
        int number = calls++;
        String callId = number + "-" + nonce + "@" + local().getAddress().getHostAddress();
        String caller = user.apply(number);
        String callee = "4930" + (1_000_000 + number);
        placed++;
        open.send(
                "INVITE " + callId,
                bytes("INVITE sip:" + callee + "@" + at + " SIP/2.0\r\n" + via(callId, "i")
                        + "Max-Forwards: 70\r\nFrom: \"" + caller + "\" <sip:" + caller + "@example.org>;tag=as" + nonce
                        + "\r\nTo: <sip:" + callee + "@example.org>\r\nCall-ID: " + callId + "\r\nCSeq: 1 INVITE\r\n"
                        + "Contact: <sip:" + caller + "@" + hostPort() + ";ob>\r\n" + SampleMessages.ALLOW
                        + "User-Agent: Desk phone 5.1.2\r\n" + SampleMessages.BODY),
                System.nanoTime());
    }

    private String via(String callId, String kind) {
        return "Via: SIP/2.0/UDP " + hostPort() + ";branch=z9hG4bK" + kind + callId.replace('@', '-') + ";rport\r\n";
    }

    @Override
    void response(SipMessage response) {
        if (response.status() < 200) {
            return;
        }
        String callId = response.callId();
        Long nanos = open.answered(response.methodName() + " " + callId, System.nanoTime());
        if (response.method() == Method.BYE) {
            ended += nanos == null ? 0 : 1;
        } else if (response.status() >= 300) {
            refused += nanos == null ? 0 : 1;
            // Of the INVITE's own transaction (RFC 3261 section 17.1.1.3).
            toGateway(inDialog("ACK", "sip:" + at, List.of(), response, 1, "i"));
        } else {
            String target = SipUri.textOfElement(String.valueOf(response.header(HeaderName.CONTACT)));
            List<String> routes = elements(response, HeaderName.RECORD_ROUTE);
            Collections.reverse(routes);
            toGateway(inDialog("ACK", target, routes, response, 1, "a"));
            if (nanos != null) {
                answered++;
                setUps.add(nanos);
                byes.put(callId, inDialog("BYE", target, routes, response, 2, "b"));
                if (hold != null) {
                    hangUps.add(new HangUp(System.nanoTime() + hold.toNanos(), callId));
                }
            }
        }
    }

    private byte[] inDialog(String method, String target, List<String> routes, SipMessage of, int cseq, String branch) {
        StringBuilder text = new StringBuilder(700);
        text.append(method).append(' ').append(target).append(" SIP/2.0\r\n").append(via(of.callId(), branch));
        routes.forEach(route -> text.append("Route: ").append(route).append("\r\n"));
        return bytes(text.append("Max-Forwards: 70\r\nFrom: ")
                .append(of.header(HeaderName.FROM))
                .append("\r\nTo: ")
                .append(of.header(HeaderName.TO))
                .append("\r\nCall-ID: ")
                .append(of.callId())
                .append("\r\nCSeq: ")
                .append(cseq)
                .append(' ')
                .append(method)
                .append("\r\nContent-Length: 0\r\n\r\n")
                .toString());
    }

    @Override
    void request(SipMessage request, Flow from) {
        if (request.method() == Method.BYE && byes.remove(request.callId()) != null) {
            lost++;
        }
        if (request.method() != Method.ACK) {
            reply(request, from, 200, "lean", "");
        }
    }

    private void bye(String callId) {
        byte[] bye = byes.remove(callId);
        if (bye != null) {
            open.send("BYE " + callId, bye, System.nanoTime());
        }
    }

    @Override
    void beat(long nowNanos) {
        schedules.removeIf(schedule -> schedule.advance(nowNanos));
        for (HangUp next = hangUps.peek(); next != null && next.dueNanos - nowNanos <= 0; next = hangUps.peek()) {
            hangUps.remove();
            bye(next.callId);
        }
    }

    @Override
    void tick(long nowNanos) {
        open.tick(nowNanos);
    }

    private void toGateway(byte[] message) {
        send(message, gateway);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
