package io.tollgate.enforcement.api;

import io.javalin.router.Endpoint;
import java.util.List;

/** What can be asked and ordered about one kind of thing. Implementations are safe for threads. */
interface Routes {

    /** Method, path and what it does. */
    List<Endpoint> endpoints();
}
