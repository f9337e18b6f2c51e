/** Call stories and waiting, told once for every module's tests. */
@NullMarked
package io.tollgate.testsupport.scenario;

import org.jspecify.annotations.NullMarked;
