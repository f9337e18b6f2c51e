/**
 * Entries of the blacklist: their subjects, ids, order and expiry. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.blacklist;

import org.jspecify.annotations.NullMarked;
