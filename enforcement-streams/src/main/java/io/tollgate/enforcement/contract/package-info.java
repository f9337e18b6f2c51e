/** The contract's Avro records to core types and back. Nothing is decided here. */
@NullMarked
package io.tollgate.enforcement.contract;

import org.jspecify.annotations.NullMarked;
