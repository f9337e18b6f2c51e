package io.tollgate.enforcement.api;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.router.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;

/** What can be asked and ordered about one kind of thing. Implementations are safe for threads. */
interface Routes {

    /** Method, path and what it does. */
    List<Endpoint> endpoints();

    /** A read. */
    static Endpoint get(String path, Handler handler) {
        return new Endpoint(HandlerType.GET, path, handler);
    }

    /**
     * Answers a write that Kafka has.
     *
     * @param ids what was written: names and ids in turn
     */
    static void accept(Context request, String... ids) {
        var json = new LinkedHashMap<String, String>();
        for (int i = 0; i < ids.length; i += 2) {
            json.put(ids[i], ids[i + 1]);
        }
        request.status(202).json(json);
    }
}
