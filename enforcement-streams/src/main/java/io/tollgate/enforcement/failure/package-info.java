/**
 * What happens to input that cannot be used and to threads that fail.
 */
@NullMarked
package io.tollgate.enforcement.failure;

import org.jspecify.annotations.NullMarked;
