package io.tollgate.phone;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The callee's end of a call. Threading as in {@link Call}. */
public final class ReceivedCall extends Call {
    private final Sighting invite;
    private final ServerTransaction transaction;
    private final Answering answering;
    private final String toTag = Ids.tag();
    private final String contact;

    ReceivedCall(UserAgent agent, Incoming invite, ServerTransaction transaction, Answering answering) {
        super(agent, invite.callId());
        this.invite = invite.sighting();
        this.transaction = transaction;
        this.answering = answering;
        this.contact = agent.contact(agent.user(), invite.from().transport());
    }

    /** The INVITE as it came. */
    public Sighting invite() {
        return invite;
    }

    /** A provisional response, e.g. 180 or 183. */
    public void ring(int status) {
        agent().execute(() -> provisional(status));
    }

    /** 200 with SDP, repeated until the ACK. */
    public void answer() {
        agent().execute(() -> finish(200));
    }

    /** A final response of 300 or more. */
    public void refuse(int status) {
        agent().execute(() -> finish(status));
    }

    @Override
    String localTag() {
        return toTag;
    }

    ServerTransaction transaction() {
        return transaction;
    }

    void arrive() {
        step(CallStep.Kind.INVITED, invite);
        establish(Dialog.ofCallee(agent(), transaction.request(), toTag, contact));
        if (answering.trying()) {
            transaction.respond(100, Draft.response(transaction.request(), 100, ""));
        }
        if (answering.ringStatus() != 0) {
            after(answering.ringAfter(), () -> provisional(answering.ringStatus()));
        }
        if (answering.finalStatus() != 0) {
            after(answering.finalAfter(), () -> finish(answering.finalStatus()));
        }
    }

    private void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            agent().transactions().after(delay, task);
        }
    }

    private void provisional(int status) {
        if (transaction.open()) {
            Draft response = Draft.response(transaction.request(), status, toTag)
                    .with("Contact", contact)
                    .withLines(answering.headers())
                    .withLines(answering.reliable() ? List.of("Require: 100rel", "RSeq: 1") : List.of())
                    .withSdp(status == 183 ? agent().sdp() : null);
            transaction.respond(status, response);
            step(CallStep.Kind.PROVISIONAL, agent().lastSent());
            ringing().complete(agent().lastSent());
        }
    }

    private void finish(int status) {
        if (!transaction.open()) {
            return; // cancelled or refused in the meantime
        }
        Draft response = Draft.response(transaction.request(), status, toTag)
                .with("Contact", contact)
                .withLines(answering.headers());
        if (status >= 300) {
            transaction.respond(status, response);
            step(CallStep.Kind.REFUSED, agent().lastSent());
            end(CallEnd.By.US, status, agent().lastSent());
            return;
        }
        accept(
                new Acceptance(agent().transactions(), transaction, () -> {}, this::unacknowledged),
                response.withSdp(agent().sdp()));
        step(CallStep.Kind.ANSWERED, agent().lastSent());
        answered().complete(agent().lastSent());
    }

    /** RFC 3261 section 13.3.1.4: without an ACK the callee ends what it has accepted. */
    private void unacknowledged() {
        Dialog own = dialog();
        if (own != null && !ended().isDone()) {
            agent().ask(own.request("BYE"), own.nextHop(), own::again, new CompletableFuture<>());
            step(CallStep.Kind.ENDED, agent().lastSent());
            end(CallEnd.By.NOBODY, 200, "", agent().lastSent().at());
        }
    }

    void cancelled(Incoming cancel) {
        if (transaction.open()) {
            step(CallStep.Kind.CANCELLED, cancel.sighting());
            transaction.respond(487, Draft.response(transaction.request(), 487, toTag));
            end(CallEnd.By.PEER, 487, cancel.sighting());
        }
    }

    @Override
    void refuseIfOpen() {
        if (transaction.open()) {
            transaction.respond(487, Draft.response(transaction.request(), 487, toTag));
        }
    }

    @Override
    void giveUp(CompletableFuture<Sighting> response) {
        if (!transaction.open()) {
            response.completeExceptionally(new NotSeen("nothing to refuse: " + describe()));
            return;
        }
        finish(480);
        response.complete(agent().lastSent());
    }
}
