package io.tollgate.launcher.operator;

import java.util.Map;

/**
 * What the API answered.
 *
 * @param retrySeconds when it may be asked again
 */
record Answer(int status, String body, int retrySeconds) {

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Its own words, with the field that they are about. */
    String why() {
        Object read;
        try {
            read = Json.read(body);
        } catch (IllegalArgumentException e) {
            read = null;
        }
        if (!(read instanceof Map<?, ?> fault) || !(fault.get("error") instanceof String error)) {
            return "it answered with status " + status + ", which Tollgate would have explained";
        }
        return fault.get("field") instanceof String field && !error.contains(field)
                ? Cell.harmless(field + ": " + error)
                : Cell.harmless(error);
    }
}
