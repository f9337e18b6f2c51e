package io.tollgate.benchmark;

import io.tollgate.Account;
import io.tollgate.BalanceAdjustment;
import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CreditModel;
import io.tollgate.Direction;
import io.tollgate.EndCause;
import io.tollgate.Identity;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.money.Tariff;

/** Prepaid accounts and their calls, as billing and a gateway tell of them. For one thread. */
record DrivenCalls(DrivenTopology topology) {
    /** Where all calls are. */
    static final String GATEWAY = "gateway-1";

    private static final String PREFIX = "4930";
    private static final String NUMBER = "493012345";

    void rate(String plan, Tariff tariff) {
        topology.send(
                Topics.RATES, plan + "/" + PREFIX, tariff.rate(plan, PREFIX).build());
    }

    void account(String name, String plan, long credit) {
        topology.send(
                Topics.ACCOUNTS,
                name,
                Account.newBuilder()
                        .setAccount(name)
                        .setCreditModel(CreditModel.PREPAID)
                        .setRatePlan(plan)
                        .build());
        topology.send(
                Topics.BALANCE_ADJUSTMENTS,
                name,
                BalanceAdjustment.newBuilder()
                        .setAdjustmentId("of-" + name)
                        .setAccount(name)
                        .setAmount(credit)
                        .setAt(topology.now())
                        .setReason("")
                        .build());
    }

    /** A call that is answered at once. */
    void begin(String account, String callId) {
        tell(account, callId, 0, new CallAttempted(null));
        tell(account, callId, 1, new CallAnswered());
    }

    void end(String account, String callId) {
        tell(account, callId, 2, new CallEnded(EndCause.CALLER, null, null, null));
    }

    private void tell(String account, String callId, int sequence, Object what) {
        CallEvent event = CallEvent.newBuilder()
                .setEventId(callId + "-" + sequence)
                .setCallId(callId)
                .setSequence(sequence)
                .setSipCallId(callId)
                .setGatewayId(GATEWAY)
                .setAccount(account)
                .setIdentity(Identity.TRUNK)
                .setDirection(Direction.OUTBOUND)
                .setCaller("sip:" + account + "@example.org")
                .setCallee("sip:" + NUMBER + "@example.org")
                .setDestination(NUMBER)
                .setSource("192.0.2.1:5060/udp")
                .setAt(topology.now())
                .setEvent(what)
                .build();
        topology.send(Topics.CALL_EVENTS, account, event);
    }
}
