package io.tollgate.enforcement.charge;

/** How a call is paid, where it costs anything. */
public sealed interface Payment permits Hold, Charge {}
