package io.tollgate.enforcement.api;

/**
 * Whether this process does its work.
 *
 * @param healthy all its tasks are running
 * @param state {@code failing} where stream threads keep failing, else in Kafka Streams' words, lower case; {@code connecting} before that
 */
public record Health(boolean healthy, String state) {}
