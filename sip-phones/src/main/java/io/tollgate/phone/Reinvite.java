package io.tollgate.phone;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One re-INVITE on its way: acknowledges its 2xx, and each repeat of it. Belongs to the endpoint's loop. */
final class Reinvite implements ClientTransaction.Listener {
    private final UserAgent agent;
    private final Dialog dialog;
    private final Draft invite;
    private final CompletableFuture<Sighting> response;
    private @Nullable String ack;

    Reinvite(UserAgent agent, Dialog dialog, Draft invite, CompletableFuture<Sighting> response) {
        this.agent = agent;
        this.dialog = dialog;
        this.invite = invite;
        this.response = response;
    }

    @Override
    public void responded(Incoming came) {
        if (came.status() < 200) {
            return;
        }
        if (came.status() < 300) {
            if (ack == null) {
                dialog.refreshTarget(came.contactUri());
                ack = dialog.request("ACK", invite.cseq()).text();
            }
            agent.send(dialog.nextHop(), ack);
        }
        response.complete(came.sighting());
    }

    @Override
    public void timedOut() {
        response.completeExceptionally(new NotSeen("no answer to the re-INVITE of " + invite.value("Call-ID")));
    }
}
