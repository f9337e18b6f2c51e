package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.LegDialog;
import io.tollgate.gateway.event.EndCause;
import io.tollgate.gateway.proxy.CallDialogs.Found;
import io.tollgate.gateway.proxy.InDialogRouter.Pass;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.Method;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One request in a dialog: passes its responses back, and takes from them what becomes of its call. Belongs to its shard. */
final class InDialogRelay extends Relay {
    private static final int REQUEST_TERMINATED = 487;
    private static final int NO_SUCH_CALL = 481;

    private final ShardContext shard;
    private final ServerTransaction server;
    private final Pass pass;
    private final Instant came;
    /** Where its sender says that he is, if that counts once it is accepted. */
    private final @Nullable String contact;

    private @Nullable ClientTransaction client;
    private boolean answered;
    private boolean over;

    InDialogRelay(ShardContext shard, ServerTransaction server, Pass pass) {
        super(server);
        this.shard = shard;
        this.server = server;
        this.pass = pass;
        this.came = shard.clock().instant();
        this.contact = refreshes(server.method()) ? shard.passes().contact(server.request()) : null;
        underWay(true);
    }

    /** Whether its sender has a final response of ours. */
    boolean over() {
        return over;
    }

    /** It goes on. */
    void start(ClientTransaction sent) {
        client = sent;
        server.onCancel(() -> sent.cancel(server.cancelReason()));
        sent.start();
    }

    /** There is no way on: it gets this response of ours. */
    void refuse(int status) {
        done(status);
        server.reply(status);
    }

    /**
     * Its call is ended by us while this INVITE has no final response: its sender gets one, its receiver CANCEL (RFC 3261
     * section 15.1.2 has him answer 487 to it). A 2xx that crosses is for us to acknowledge.
     */
    void end(@Nullable String reason) {
        over = true;
        server.reply(REQUEST_TERMINATED);
        if (client != null) {
            client.cancel(reason);
        }
    }

    @Override
    public void response(SipMessage response) {
        Found found = pass.found();
        if (over) {
            if (found != null && response.status() / 100 == 2) {
                shard.closer().acknowledge(found.receiver(), response.cseq(), () -> {});
            }
            return;
        }
        // A 2xx that comes again until its ACK is there says what it has said before, of an INVITE that is not the last
        // word.
        if (response.status() >= 200 && !answered) {
            answered = true;
            done(response.status());
            if (response.status() < 300 && found != null) {
                Call call = pass.call();
                if (call != null && pass.toUpstream()) {
                    call.reconnected(found.sender(), server.from());
                }
                refreshed(found, response);
                if (call != null && response.method() == Method.REFER) {
                    shard.referrals().accepted(server, call, found);
                }
            }
        }
        super.response(response);
    }

    @Override
    public void failed(int status) {
        if (!over) {
            done(status);
            super.failed(status);
        }
    }

    private void done(int status) {
        underWay(false);
        if (server.method() == Method.BYE && !ByeSender.challenged(status)) {
            hungUp(status < 300 || status == NO_SUCH_CALL);
        }
    }

    private void underWay(boolean open) {
        Call call = pass.call();
        if (call != null && server.method() == Method.INVITE) {
            call.inviting(this, open);
        } else if (call != null && server.method() == Method.BYE) {
            call.hangingUp(this, open);
        }
    }

    /** Whether it is of that dialog. */
    boolean isIn(DialogPair pair) {
        Found found = pass.found();
        return found != null && found.pair() == pair;
    }

    /** Whether it comes from the party that its tags say, as far as can be told. */
    boolean isGenuine() {
        return !pass.whence().doubtful();
    }

    /** Who hangs up, by the tags. */
    EndCause by() {
        return pass.fromCaller() ? EndCause.CALLER : EndCause.CALLEE;
    }

    /** When it came. */
    Instant came() {
        return came;
    }

    /** A challenged BYE ended nothing; any other answer, or none, means that its sender at least has left. */
    private void hungUp(boolean gone) {
        Call call = pass.call();
        Found found = pass.found();
        if (call != null && found != null) {
            call.ended(found, by(), came, gone, pass.whence().doubtful());
        } else if (gone && pass.callId() != null && !pass.whence().doubtful()) {
            shard.strangers().ended(pass.callId(), by(), came);
        }
    }

    /** RFC 3261 section 12.2, RFC 3311: an accepted re-INVITE or UPDATE names new remote targets, and renews the session. */
    private void refreshed(Found found, SipMessage success) {
        Call call = pass.call();
        if (call == null || !refreshes(success.method())) {
            return;
        }
        // What is not known to be the sender's does not say where he is: our BYE would follow it.
        boolean moved = !pass.whence().doubtful() && retarget(contact, found.sender(), server.from());
        moved |= retarget(
                shard.passes().contact(success),
                found.receiver(),
                found.receiver().flow());
        if (moved) {
            call.changed();
        }
        call.refreshed(success);
    }

    private static boolean refreshes(Method method) {
        return method == Method.INVITE || method == Method.UPDATE;
    }

    private static boolean retarget(@Nullable String contact, LegDialog party, Flow flow) {
        return contact != null && party.retarget(contact, flow);
    }
}
