package io.tollgate.enforcement.call;

/** Somebody says that he has a call now. Immutable. */
public record Vouch(String account, String callId, Owner owner) {}
