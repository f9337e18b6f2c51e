/**
 * Avro in Confluent's wire format, and the registry that gives the schemas their ids. Nothing here is static and
 * mutable; serializers and deserializers may be shared by threads.
 */
@NullMarked
package io.tollgate.schemas.serde;

import org.jspecify.annotations.NullMarked;
