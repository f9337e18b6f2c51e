package io.tollgate.gateway.proxy;

import io.tollgate.gateway.identity.Identification.Identified;
import io.tollgate.gateway.identity.Identity;
import io.tollgate.gateway.identity.ReferTo;
import io.tollgate.gateway.identity.Replaced;
import io.tollgate.gateway.identity.Transfers;
import io.tollgate.gateway.identity.Transfers.Attempted;
import io.tollgate.gateway.identity.Transfers.Transfer;
import io.tollgate.gateway.proxy.CallDialogs.Found;
import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.HeaderName;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.SipUri;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are made because a customer asked for them by REFER in a call of his own (RFC 3515): those are his. Belongs to
 * its shard.
 */
final class Referrals {
    private final ShardContext shard;
    private final Transfers transfers;

    Referrals(ShardContext shard, Transfers transfers) {
        this.shard = shard;
        this.transfers = transfers;
    }

    /**
     * A REFER in a call was accepted. It counts only if it came from where the customer was when the call began: the other
     * party knows the dialog's tags too, and could ask itself in his name for what he would then pay.
     */
    void accepted(ServerTransaction refer, Call call, Found found) {
        SipMessage request = refer.request();
        String value = request.header(HeaderName.REFER_TO);
        Flow origin = call.origin();
        if (value == null
                || origin == null
                || !call.toUpstream(found)
                || !call.identity().proven()
                || !origin.remote().equals(refer.from().remote())
                || origin.transport() != refer.from().transport()) {
            return;
        }
        Call other = otherPass(call, request);
        String transferee = other == null ? named(request) : other.facts().account();
        if (transferee != null) {
            Flow there = other == null ? null : other.origin();
            ask(call.facts().account(), call.identity(), transferee, there, ReferTo.of(value));
        }
    }

    /** Passes the answers of a REFER outside a dialog; only who is proven by himself asks so for what he pays. */
    Relay relay(ServerTransaction refer, Identified whose) {
        return new Relay(refer) {
            @Override
            public void response(SipMessage response) {
                if (response.status() / 100 == 2 && whose.identity().proven()) {
                    outside(refer.request(), whose);
                }
                super.response(response);
            }
        };
    }

    private void outside(SipMessage refer, Identified whose) {
        String value = refer.header(HeaderName.REFER_TO);
        String transferee = shard.accounts().known(List.of(refer.targetText()));
        if (value != null && transferee != null) {
            ask(whose.account(), whose.identity(), transferee, null, ReferTo.of(value));
        }
    }

    private void ask(String account, Identity identity, String transferee, @Nullable Flow there, ReferTo target) {
        if (!transferee.equals(account)) {
            shard.counters().transfers.increment();
            transfers.asked(
                    new Transfer(
                            account,
                            identity,
                            transferee,
                            there == null ? null : there.remote().getAddress(),
                            shard.numbers().destination(target.uri()),
                            target.replaced()),
                    shard.clock().instant());
        }
    }

    /** Where the call passes us a second time, on its way to another customer, that is who is asked. */
    private @Nullable Call otherPass(Call call, SipMessage refer) {
        for (Call other : shard.calls().named(refer.callId())) {
            Found found =
                    other == call || !other.alive() ? null : other.dialogs().find(refer);
            if (found != null && !other.toUpstream(found)) {
                return other;
            }
        }
        return null;
    }

    private @Nullable String named(SipMessage refer) {
        return shard.accounts().known(List.of(SipUri.textOfElement(String.valueOf(refer.header(HeaderName.TO)))));
    }

    /** Whose a customer's attempt is: his who makes it, or his who asked for it. */
    Identified payer(Identified whose, SipMessage invite, InetAddress source, String destination, Instant now) {
        Replaced replaced = Replaced.of(invite.header(HeaderName.REPLACES));
        Transfer transfer = transfers.of(new Attempted(whose, source, destination, replaced, invite.callId()), now);
        if (transfer == null) {
            return whose;
        }
        shard.counters().transferred.increment();
        return new Identified(
                transfer.account(), transfer.identity(), shard.accounts().settings(transfer.account()));
    }
}
