package io.tollgate.gateway.proxy;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.SipMessage;

/** Who sent something to a device's flow: that it could not be sent is 430 (RFC 5626 section 5.3). */
record FlowBound(ClientTransaction.User user) implements ClientTransaction.User {
    private static final int UNREACHABLE = 503;

    @Override
    public void response(SipMessage response) {
        user.response(response);
    }

    @Override
    public void failed(int status) {
        user.failed(status == UNREACHABLE ? InboundRoutes.FLOW_FAILED : status);
    }

    @Override
    public void late(SipMessage success, Flow from) {
        user.late(success, from);
    }
}
