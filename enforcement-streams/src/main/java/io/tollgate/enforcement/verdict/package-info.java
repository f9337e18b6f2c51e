/**
 * What fraud systems and operators ask for, and what of it is sound enough to act on. Core: plain Java.
 */
@NullMarked
package io.tollgate.enforcement.verdict;

import org.jspecify.annotations.NullMarked;
