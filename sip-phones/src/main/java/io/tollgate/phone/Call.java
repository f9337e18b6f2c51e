package io.tollgate.phone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call as one of its two phones has it: what happened so far, what is awaited, what the script may still do.
 *
 * <p>Safe for use by several threads: orders are carried out on the phone's loop in the order of the calls, what has
 * happened is read as a snapshot, futures complete on the loop (so what hangs on them must not block).
 */
public abstract sealed class Call permits PlacedCall, ReceivedCall {
    /** How long the {@code await} methods wait where nothing else is said. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int MOST_STEPS = 10_000;

    private final UserAgent agent;
    private final String callId;
    private final List<CallStep> steps = new ArrayList<>();
    private final CompletableFuture<Sighting> ringing = new CompletableFuture<>();
    private final CompletableFuture<Sighting> answered = new CompletableFuture<>();
    private final CompletableFuture<CallEnd> ended = new CompletableFuture<>();

    // Owned by the loop.
    private @Nullable Acceptance acceptance;
    private @Nullable Dialog dialog;
    private @Nullable Runnable afterAck;

    Call(UserAgent agent, String callId) {
        this.agent = agent;
        this.callId = callId;
    }

    /** The SIP Call-ID. */
    public String callId() {
        return callId;
    }

    /** Completes with the first provisional response above 100. */
    public CompletableFuture<Sighting> ringing() {
        return ringing;
    }

    /** Completes with the first 2xx, sent or received. */
    public CompletableFuture<Sighting> answered() {
        return answered;
    }

    /** Completes when the call has ended, in whatever way; never exceptionally. */
    public CompletableFuture<CallEnd> ended() {
        return ended;
    }

    /** Whether it is answered and has not ended. */
    public boolean live() {
        return answered.isDone() && !ended.isDone();
    }

    /** What happened so far, in order. */
    public List<CallStep> steps() {
        synchronized (steps) {
            return List.copyOf(steps);
        }
    }

    /** Steps of one kind so far, in order. */
    public List<CallStep> steps(CallStep.Kind kind) {
        return steps().stream().filter(step -> step.kind() == kind).toList();
    }

    /** Every message of its Call-ID at this phone's socket. */
    public List<Sighting> messages() {
        return agent.transcript().of(callId);
    }

    /** Waits for a provisional response above 100. */
    public Sighting awaitRinging() {
        return await("ringing", ringing, PATIENCE);
    }

    /** Waits for the 2xx. */
    public Sighting awaitAnswered() {
        return await("an answer", answered, PATIENCE);
    }

    /** Waits for the end. */
    public CallEnd awaitEnded() {
        return await("the end", ended, PATIENCE);
    }

    /** Waits for the end. */
    public CallEnd awaitEnded(Duration within) {
        return await("the end", ended, within);
    }

    /** Waits for a future of this call; fails with {@link NotSeen} and the call's messages. */
    public <T> T await(String what, CompletableFuture<T> future, Duration within) {
        try {
            return future.get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new NotSeen("did not see " + what + " within " + within + " of call " + describe());
        } catch (ExecutionException e) {
            throw new NotSeen("no " + what + ": " + e.getCause() + "; call " + describe());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotSeen("interrupted while waiting for " + what + " of call " + describe());
        }
    }

    /**
     * BYE where the call is answered, CANCEL or a refusal where it is not.
     *
     * @return the final response to it; to a CANCEL that is the INVITE's; completes exceptionally if none came
     */
    public CompletableFuture<Sighting> hangUp() {
        return hangUp(List.of());
    }

    /** As {@link #hangUp()}, with more headers in the BYE. */
    public CompletableFuture<Sighting> hangUp(List<String> headers) {
        CompletableFuture<Sighting> response = new CompletableFuture<>();
        agent.execute(() -> {
            if (ended.isDone()) {
                response.completeExceptionally(new NotSeen("the call had ended: " + describe()));
            } else if (dialog == null || !answered.isDone()) {
                giveUp(response);
            } else if (acceptance != null && acceptance.waiting()) {
                // RFC 3261 section 15: the callee must not send BYE before it has the ACK.
                afterAck = () -> bye(headers, response);
            } else {
                bye(headers, response);
            }
        });
        return response;
    }

    /** A request within the dialog, e.g. INFO, UPDATE, OPTIONS, with more headers; gives its final response. */
    public CompletableFuture<Sighting> send(String method, String... headers) {
        CompletableFuture<Sighting> response = new CompletableFuture<>();
        agent.execute(() -> {
            Dialog own = established(method, response);
            if (own != null) {
                ask(own, own.request(method).withLines(List.of(headers)), response);
            }
        });
        return response;
    }

    /** A re-INVITE with SDP; gives its final response, whose ACK is sent already. */
    public CompletableFuture<Sighting> reinvite() {
        CompletableFuture<Sighting> response = new CompletableFuture<>();
        agent.execute(() -> {
            Dialog own = established("INVITE", response);
            if (own != null) {
                Draft invite = own.request("INVITE").withSdp(agent.sdp());
                agent.start(invite, own.nextHop(), new Reinvite(agent, own, invite, response));
            }
        });
        return response;
    }

    /** What happened and every message, for a failed test to print. */
    public String describe() {
        return callId + "\n"
                + steps().stream().map(step -> "  " + step.kind()).collect(Collectors.joining("\n"))
                + "\nmessages:\n" + agent.transcript().print(callId);
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + callId + (ended.isDone() ? ", ended" : live() ? ", live" : "") + "]";
    }

    // ---- on the loop ----

    /** Our tag: with the Call-ID the name under which messages find this call. */
    abstract String localTag();

    /** Whether the other end may go by this tag. */
    boolean hasPeer(String tag) {
        return dialog != null && dialog.remoteTag().equals(tag);
    }

    /** Ends a call that is not answered; completes {@code response} with the INVITE's final response. */
    abstract void giveUp(CompletableFuture<Sighting> response);

    UserAgent agent() {
        return agent;
    }

    @Nullable
    Dialog dialog() {
        return dialog;
    }

    void establish(Dialog established) {
        dialog = established;
    }

    void accept(Acceptance accepted, Draft response) {
        acceptance = accepted;
        accepted.start(response);
    }

    void step(CallStep.Kind kind, Sighting message) {
        synchronized (steps) {
            if (steps.size() < MOST_STEPS) {
                steps.add(new CallStep(kind, message));
            }
        }
    }

    void end(CallEnd.By by, int status, Sighting message) {
        end(by, status, message.header("Reason"), message.at());
    }

    void end(CallEnd.By by, int status, String reason, Moment at) {
        if (ended.complete(new CallEnd(by, status, reason, at))) {
            if (acceptance != null) {
                acceptance.stop();
            }
            agent.switchboard().ended(this);
        }
    }

    void bye(List<String> headers, CompletableFuture<Sighting> response) {
        Dialog own = dialog;
        if (own == null || ended.isDone()) {
            response.completeExceptionally(new NotSeen("the call had ended: " + describe()));
            return;
        }
        Sighting sent = ask(own, own.request("BYE").withLines(headers), response);
        step(CallStep.Kind.ENDED, sent);
        end(CallEnd.By.US, 200, sent);
    }

    private @Nullable Dialog established(String method, CompletableFuture<Sighting> response) {
        if (dialog == null || ended.isDone()) {
            response.completeExceptionally(new NotSeen("no dialog for " + method + ": " + describe()));
            return null;
        }
        return dialog;
    }

    private Sighting ask(Dialog own, Draft request, CompletableFuture<Sighting> response) {
        return agent.ask(request, own.nextHop(), own::again, response);
    }

    /** An ACK to a 2xx of ours. */
    void acknowledged(Incoming ack) {
        if (acceptance != null && acceptance.cseq() == ack.cseq() && acceptance.waiting()) {
            step(CallStep.Kind.ACKNOWLEDGED, ack.sighting());
            acceptance.acknowledge();
            if (afterAck != null) {
                Runnable next = afterAck;
                afterAck = null;
                next.run();
            }
        }
    }

    /** A request within the dialog that is no ACK and no CANCEL. */
    void requested(Incoming request, ServerTransaction transaction) {
        Dialog own = dialog;
        boolean bye = request.method().equals("BYE");
        if (own == null || (ended.isDone() && !bye)) {
            agent.switchboard().respond(transaction, 481);
        } else if (!own.inOrder(request)) {
            agent.switchboard().respond(transaction, 500);
        } else if (bye && agent.switchboard().statusFor("BYE") != 200) {
            agent.switchboard().respond(transaction, agent.switchboard().statusFor("BYE"));
        } else if (bye) {
            step(CallStep.Kind.ENDED, request.sighting());
            agent.switchboard().respond(transaction, 200);
            refuseIfOpen();
            end(CallEnd.By.PEER, 200, request.sighting());
        } else {
            step(CallStep.Kind.REQUESTED, request.sighting());
            answerWithin(own, request, transaction);
        }
    }

    private void answerWithin(Dialog own, Incoming request, ServerTransaction transaction) {
        switch (request.method()) {
            case "INVITE" -> {
                own.refreshTarget(request.contactUri());
                Draft response = Draft.response(request, 200, "")
                        .with("Contact", own.contact())
                        .withSdp(agent.sdp());
                accept(new Acceptance(agent.transactions(), transaction, () -> {}, () -> {}), response);
            }
            case "UPDATE" -> {
                own.refreshTarget(request.contactUri());
                transaction.respond(200, Draft.response(request, 200, "").with("Contact", own.contact()));
            }
            default ->
                agent.switchboard().respond(transaction, agent.switchboard().statusFor(request.method()));
        }
    }

    /** A BYE in an early dialog ends the INVITE too (RFC 3261 section 15.1.2). */
    void refuseIfOpen() {}
}
