/** A clock that stands still until a test moves it. */
@NullMarked
package io.tollgate.testsupport.time;

import org.jspecify.annotations.NullMarked;
