/** Certificates that are made when a test runs. */
@NullMarked
package io.tollgate.testsupport.tls;

import org.jspecify.annotations.NullMarked;
