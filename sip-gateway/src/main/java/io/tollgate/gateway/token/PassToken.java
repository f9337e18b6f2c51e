package io.tollgate.gateway.token;

import io.tollgate.gateway.identity.Direction;

/**
 * What our Record-Route says about one pass of a call through Tollgate, so that every gateway can forward its in-dialog
 * requests, and end it, without having seen its INVITE. Immutable.
 *
 * @param callId Tollgate's own call id of this pass
 * @param account whose call it is
 * @param customer the side that is not the upstream's
 * @param upstream the upstream's side
 * @param direction which of both sides called
 */
public record PassToken(String callId, String account, Hop customer, Hop upstream, Direction direction) {}
