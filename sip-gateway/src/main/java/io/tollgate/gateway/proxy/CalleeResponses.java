package io.tollgate.gateway.proxy;

import io.tollgate.gateway.dialog.CallLife;
import io.tollgate.gateway.dialog.Effect;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What comes back for a call's INVITE: makes the call's dialogs of it, and feeds it to its life. Belongs to its call's
 * shard.
 */
final class CalleeResponses implements ClientTransaction.User {
    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;
    private static final int BAD_ANSWER = 500;

    private final ShardContext shard;
    private final CallParts parts;
    private final CallLife life;
    private final LegEnding ending;
    private final CallEffects effects;
    private Instant challengedAt = Instant.MIN;

    CalleeResponses(ShardContext shard, CallParts parts, LegEnding ending, CallEffects effects) {
        this.shard = shard;
        this.parts = parts;
        this.life = parts.life();
        this.ending = ending;
        this.effects = effects;
    }

    @Override
    public void response(SipMessage response) {
        if (response.status() < 200) {
            provisional(response);
        } else if (response.status() < 300) {
            success(response);
        } else {
            failure(response);
        }
    }

    private void provisional(SipMessage response) {
        Flow callee = parts.invite().calleeFlow();
        if (callee != null) {
            dialog(response, callee);
        }
        effects.carryOut(full() ? life.full(false, now()) : life.provisional(now()), response);
    }

    private void success(SipMessage response) {
        Flow callee = parts.invite().calleeFlow();
        boolean known = callee != null && parts.dialogs().answered(response);
        DialogPair pair = callee == null ? null : dialog(response, callee);
        if (callee != null && pair == null) {
            // A dialog that we could not end must not begin.
            failed(BAD_ANSWER);
        } else if (full()) {
            effects.carryOut(life.full(true, now()), response);
        } else {
            if (pair != null && !pair.left() && !parts.invite().cancelled()) {
                life.waitsOn();
            }
            List<Effect> yielded = life.success(now());
            effects.carryOut(yielded, response);
            if (yielded.isEmpty() && pair != null) {
                unwanted(pair, known);
            }
        }
    }

    private void unwanted(DialogPair pair, boolean known) {
        if (!known) {
            endFork(pair);
        } else if (pair.spokenFor()) {
            ending.acknowledgeAgain(pair);
        }
    }

    private void failure(SipMessage response) {
        if (isChallenge(response.status()) && parts.channel().taken()) {
            challengedAt = now();
        }
        effects.carryOut(life.failure(response.status(), now()), response);
    }

    private static boolean isChallenge(int status) {
        return status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED;
    }

    /** Whether a challenge took the call's channel from it since then; said once. */
    boolean takeChallenge(Instant since) {
        boolean taken = !challengedAt.isBefore(since);
        challengedAt = Instant.MIN;
        return taken;
    }

    @Override
    public void failed(int status) {
        effects.carryOut(life.noAnswer(status, now()));
    }

    @Override
    public void late(SipMessage success, Flow from) {
        boolean known = parts.dialogs().answered(success);
        DialogPair pair = dialog(success, from);
        if (pair != null && known) {
            ending.acknowledgeAgain(pair);
        } else if (pair != null) {
            endFork(pair);
        }
    }

    /** A fork answers when another one is held, or all is over: nobody else would acknowledge it, or end it. */
    private void endFork(DialogPair fork) {
        fork.end();
        ending.leg(fork, false);
    }

    private @Nullable DialogPair dialog(SipMessage response, Flow from) {
        return parts.dialogs().respond(response, from, parts.invite()::calleeTarget);
    }

    /** Whether it proves an account that has no channel left. */
    private boolean full() {
        return life.awaitsProof() && !parts.channel().take();
    }

    private Instant now() {
        return shard.clock().instant();
    }
}
