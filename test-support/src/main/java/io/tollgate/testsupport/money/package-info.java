/** What money comes to, reckoned slowly and plainly, for tests and benchmarks to compare Tollgate with. */
@NullMarked
package io.tollgate.testsupport.money;

import org.jspecify.annotations.NullMarked;
