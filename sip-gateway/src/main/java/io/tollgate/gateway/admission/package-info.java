/** Admit or refuse: blacklist, refusal codes, failure policy, source rates. Pure: JDK and core packages. */
@NullMarked
package io.tollgate.gateway.admission;

import org.jspecify.annotations.NullMarked;
