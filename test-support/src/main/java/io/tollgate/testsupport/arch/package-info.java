/** The architecture rules of the house, run in each module's tests. */
@NullMarked
package io.tollgate.testsupport.arch;

import org.jspecify.annotations.NullMarked;
