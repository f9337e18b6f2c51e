/**
 * Streams processors: load, decide, store, forward. Rules live in the core packages.
 */
@NullMarked
package io.tollgate.enforcement.processor;

import org.jspecify.annotations.NullMarked;
