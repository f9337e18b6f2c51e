/**
 * Kafka: events and heartbeats out, blacklist, accounts, terminations and admissions in, and the mapping between Avro
 * and the core's records. The only package of the gateway that imports Kafka's clients; none of its calls blocks a SIP
 * thread.
 */
@NullMarked
package io.tollgate.gateway.kafka;

import org.jspecify.annotations.NullMarked;
