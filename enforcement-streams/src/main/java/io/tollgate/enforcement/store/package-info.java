/**
 * State stores: names, keys, and how states are written as bytes.
 */
@NullMarked
package io.tollgate.enforcement.store;

import org.jspecify.annotations.NullMarked;
