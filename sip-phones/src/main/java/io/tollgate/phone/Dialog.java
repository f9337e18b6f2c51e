package io.tollgate.phone;

import gov.nist.javax.sip.address.SipUri;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import javax.sip.address.URI;
import org.jspecify.annotations.Nullable;

/**
 * One end of a dialog (RFC 3261 section 12): tags, route set, remote target and both CSeq counts. Belongs to the
 * endpoint's loop.
 *
 * <p>Only loose routing: a peer whose Record-Route lacks {@code lr} is a fault that should show.
 */
final class Dialog {
    private final UserAgent agent;
    private final String callId;
    private final String local;
    private final String remote;
    private final String contact;
    private List<String> routes;
    private String target;
    private long localCseq;
    private long remoteCseq;

    private Dialog(
            UserAgent agent,
            String callId,
            String local,
            String remote,
            String contact,
            List<String> routes,
            String target) {
        this.agent = agent;
        this.callId = callId;
        this.local = local;
        this.remote = remote;
        this.contact = contact;
        this.routes = routes;
        this.target = target;
    }

    /** The caller's end, from a response with a To tag. */
    static Dialog ofCaller(UserAgent agent, Draft invite, Incoming response) {
        List<String> routes = new ArrayList<>(response.entries("Record-Route"));
        Collections.reverse(routes);
        String target = response.contactUri();
        Dialog dialog = new Dialog(
                agent,
                response.callId(),
                invite.value("From"),
                response.header("To"),
                invite.value("Contact"),
                List.copyOf(routes),
                target == null ? invite.uri() : target);
        dialog.localCseq = invite.cseq();
        dialog.remoteCseq = -1;
        return dialog;
    }

    /** The 2xx of an early dialog: its target and routes count, the CSeq goes on (RFC 3261 section 13.2.2.4). */
    void confirm(Incoming response) {
        List<String> recorded = new ArrayList<>(response.entries("Record-Route"));
        Collections.reverse(recorded);
        routes = List.copyOf(recorded);
        refreshTarget(response.contactUri());
    }

    /** The callee's end, from the INVITE and the tag that it answers with. */
    static Dialog ofCallee(UserAgent agent, Incoming invite, String localTag, String contact) {
        String target = invite.contactUri();
        Dialog dialog = new Dialog(
                agent,
                invite.callId(),
                invite.header("To") + ";tag=" + localTag,
                invite.header("From"),
                contact,
                List.copyOf(invite.entries("Record-Route")),
                target == null ? "" : target);
        dialog.remoteCseq = invite.cseq();
        return dialog;
    }

    String localTag() {
        return Sighting.tagOf(local);
    }

    String remoteTag() {
        return Sighting.tagOf(remote);
    }

    String contact() {
        return contact;
    }

    /** A request with the next CSeq. */
    Draft request(String method) {
        return request(method, ++localCseq);
    }

    /** A request with a CSeq of its own: ACK. */
    Draft request(String method, long cseq) {
        return Draft.request(method, target)
                .with("Via", agent.via(nextHop().transport()))
                .with("Max-Forwards", "70")
                .with("Route", routes)
                .with("From", local)
                .with("To", remote)
                .with("Call-ID", callId)
                .with("CSeq", cseq + " " + method)
                .with("Contact", contact);
    }

    /** The same request once more after a challenge: next CSeq, new branch. */
    Draft again(Draft request) {
        return request.replacing("CSeq", ++localCseq + " " + request.method())
                .replacing("Via", agent.via(nextHop().transport()));
    }

    /** Where its requests go: the first route, else the target (RFC 3261 section 12.2.1.1). */
    Hop nextHop() {
        String uri = routes.isEmpty() ? target : null;
        URI next = uri == null
                ? agent.parser().address(routes.get(0)).getURI()
                : agent.parser().uri(uri);
        return UserAgent.hop((SipUri) next);
    }

    /** Takes the peer's CSeq; false if it went back (RFC 3261 section 12.2.2). */
    boolean inOrder(Incoming request) {
        if (request.cseq() < remoteCseq) {
            return false;
        }
        remoteCseq = request.cseq();
        return true;
    }

    /** A re-INVITE, UPDATE or their 2xx moves the target. */
    void refreshTarget(@Nullable String contactUri) {
        if (contactUri != null) {
            target = contactUri;
        }
    }
}
