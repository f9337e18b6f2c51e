package io.tollgate.gateway.dialog;

/**
 * A dialog of an answered call, as Tollgate can speak in it to either side. Immutable.
 *
 * @param calleeTag the tag by which the callee's side knows it
 */
public record DialogState(String calleeTag, LegState caller, LegState callee) {}
