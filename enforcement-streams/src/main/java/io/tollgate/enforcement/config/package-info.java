/**
 * Settings of this service, and Kafka Streams' own settings derived from them.
 */
@NullMarked
package io.tollgate.enforcement.config;

import org.jspecify.annotations.NullMarked;
