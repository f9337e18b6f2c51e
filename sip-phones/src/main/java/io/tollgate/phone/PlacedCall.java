package io.tollgate.phone;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The caller's end of a call. Threading as in {@link Call}. */
public final class PlacedCall extends Call implements ClientTransaction.Listener {
    private final Dial dial;
    private final String fromTag = Ids.tag();
    private final CompletableFuture<Sighting> refusal = new CompletableFuture<>();

    // Owned by the loop.
    private @Nullable ClientTransaction invite;
    private @Nullable String ack;
    private boolean cancelling;
    private boolean cancelSent;
    private boolean challenged;

    PlacedCall(UserAgent agent, String callId, Dial dial) {
        super(agent, callId);
        this.dial = dial;
    }

    /** CANCEL as soon as a provisional response allows it; gives the INVITE's final response. */
    public CompletableFuture<Sighting> cancel() {
        CompletableFuture<Sighting> response = new CompletableFuture<>();
        agent().execute(() -> giveUp(response));
        return response;
    }

    @Override
    String localTag() {
        return fromTag;
    }

    void place() {
        UserAgent agent = agent();
        String to = agent.aor(dial.to());
        String uri = dial.requestUri() == null ? to : dial.requestUri();
        Hop hop = agent.firstHop(dial.via(), uri);
        String from = dial.from() == null ? agent.user() : dial.from();
        Draft draft = Draft.request("INVITE", uri)
                .with("Via", agent.via(hop.transport()))
                .with("Max-Forwards", "70")
                .with("Route", dial.routes())
                .with("From", nameAddress(from) + ";tag=" + fromTag)
                .with("To", "<" + to + ">")
                .with("Call-ID", callId())
                .with("CSeq", "1 INVITE")
                .with("Contact", agent.contact(from, hop.transport()))
                .with("Allow", "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, MESSAGE, REFER, NOTIFY")
                .with("User-Agent", "tollgate-phone")
                .withLines(dial.headers())
                .withSdp(dial.offering() ? agent.sdp() : null);
        send(draft, hop);
    }

    private String nameAddress(String from) {
        return from.indexOf('<') >= 0 ? from : "<" + agent().aor(from) + ">";
    }

    private void send(Draft draft, Hop hop) {
        invite = agent().start(draft, hop, this);
        step(CallStep.Kind.INVITED, agent().lastSent());
    }

    @Override
    public void responded(Incoming response) {
        ClientTransaction current = invite;
        if (current == null) {
            throw new IllegalStateException("a response before the INVITE: " + response.sighting());
        }
        int status = response.status();
        if (status < 200) {
            provisional(response, current);
        } else if (status < 300) {
            accepted(response, current);
        } else if ((status == 401 || status == 407) && answerChallenge(response, current)) {
            step(CallStep.Kind.CHALLENGED, response.sighting());
        } else {
            step(CallStep.Kind.REFUSED, response.sighting());
            refusal.complete(response.sighting());
            end(cancelSent && status == 487 ? CallEnd.By.US : CallEnd.By.PEER, status, response.sighting());
        }
    }

    @Override
    public void timedOut() {
        refusal.completeExceptionally(new NotSeen("no answer to the INVITE of " + describe()));
        end(CallEnd.By.NOBODY, 408, "", Moment.now());
    }

    private void provisional(Incoming response, ClientTransaction current) {
        step(CallStep.Kind.PROVISIONAL, response.sighting());
        if (response.status() > 100) {
            establishEarly(response, current);
            ringing().complete(response.sighting());
        }
        if (cancelling) {
            sendCancel(current);
        }
    }

    private void establishEarly(Incoming response, ClientTransaction current) {
        Dialog own = dialog();
        if (response.toTag().isEmpty() || answered().isDone()) {
            return;
        }
        if (own == null || !own.remoteTag().equals(response.toTag())) {
            own = Dialog.ofCaller(agent(), current.request(), response);
            establish(own);
        }
        if (!response.header("RSeq").isEmpty() && !response.sighting().repeated()) {
            Draft prack = own.request("PRACK")
                    .with("RAck", response.header("RSeq") + " " + response.header("CSeq")); // RFC 3262 section 7.2
            agent().ask(prack, own.nextHop(), own::again, new CompletableFuture<>());
        }
    }

    private void accepted(Incoming response, ClientTransaction current) {
        Dialog own = dialog();
        if (answered().isDone() && own != null) {
            if (own.remoteTag().equals(response.toTag())) {
                acknowledge(own, current);
            } else {
                endFork(response, current);
            }
            return;
        }
        if (own != null && own.remoteTag().equals(response.toTag())) {
            own.confirm(response);
        } else {
            own = Dialog.ofCaller(agent(), current.request(), response);
            establish(own);
        }
        step(CallStep.Kind.ANSWERED, response.sighting());
        acknowledge(own, current);
        answered().complete(response.sighting());
        refusal.complete(response.sighting());
        if (cancelling) {
            bye(List.of(), new CompletableFuture<>()); // the CANCEL crossed the 2xx (RFC 3261 section 9.1)
        }
    }

    private void acknowledge(Dialog own, ClientTransaction current) {
        if (!dial.acknowledging()) {
            return;
        }
        boolean first = ack == null;
        if (first) {
            ack = own.request("ACK", current.request().cseq()).text();
        }
        Sighting sent = agent().send(own.nextHop(), ack);
        if (first) {
            step(CallStep.Kind.ACKNOWLEDGED, sent);
        }
    }

    /** A second callee answered too: one is enough (RFC 3261 section 13.2.2.4). */
    private void endFork(Incoming response, ClientTransaction current) {
        step(CallStep.Kind.FORKED, response.sighting());
        Dialog fork = Dialog.ofCaller(agent(), current.request(), response);
        agent().send(
                        fork.nextHop(),
                        fork.request("ACK", current.request().cseq()).text());
        if (!response.sighting().repeated()) {
            agent().ask(fork.request("BYE"), fork.nextHop(), fork::again, new CompletableFuture<>());
        }
    }

    private boolean answerChallenge(Incoming response, ClientTransaction current) {
        Credentials credentials = dial.credentials() == null ? agent().credentials() : dial.credentials();
        if (credentials == null || challenged || cancelling) {
            return false;
        }
        challenged = true;
        Draft again = current.request()
                .replacing("CSeq", current.request().cseq() + 1 + " INVITE")
                .replacing("Via", agent().via(current.hop().transport()));
        send(UserAgent.authorized(again, response, credentials), current.hop());
        return true;
    }

    @Override
    void giveUp(CompletableFuture<Sighting> response) {
        if (ended().isDone() || answered().isDone()) {
            response.completeExceptionally(new NotSeen("nothing to cancel: " + describe()));
            return;
        }
        cancelling = true;
        refusal.whenComplete((sighting, failure) -> {
            if (failure == null) {
                response.complete(sighting);
            } else {
                response.completeExceptionally(failure);
            }
        });
        if (invite != null && invite.proceeding()) {
            sendCancel(invite);
        }
    }

    private void sendCancel(ClientTransaction current) {
        if (!cancelSent) {
            cancelSent = true;
            Draft request = current.request();
            Draft cancel = request.accompanying("CANCEL", request.value("To"));
            step(
                    CallStep.Kind.CANCELLED,
                    agent().ask(cancel, current.hop(), again -> again, new CompletableFuture<>()));
        }
    }
}
