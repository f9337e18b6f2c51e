/**
 * The enforcement application: decides on channels, verdicts and admissions. {@link
 * io.tollgate.enforcement.Enforcement} runs it, {@link io.tollgate.enforcement.EnforcementTopology} draws it.
 */
@NullMarked
package io.tollgate.enforcement;

import org.jspecify.annotations.NullMarked;
