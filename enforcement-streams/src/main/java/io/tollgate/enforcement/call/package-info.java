/**
 * The life of one call as its events tell it. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.call;

import org.jspecify.annotations.NullMarked;
