/**
 * The records of the public contract, generated from the schema files in {@code src/main/avro}. Instants are {@link
 * java.time.Instant} with microseconds, strings are {@link String}, money is {@code long} micro-units.
 *
 * <p>Not {@code @NullMarked}: generated code says nothing about null. A field whose schema is a union with null may be
 * null, no other may.
 */
package io.tollgate;
