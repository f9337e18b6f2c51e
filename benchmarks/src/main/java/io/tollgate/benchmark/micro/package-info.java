/** What single steps of a call cost, by JMH; {@code benchmarks/run micro} runs them. */
@NullMarked
package io.tollgate.benchmark.micro;

import org.jspecify.annotations.NullMarked;
