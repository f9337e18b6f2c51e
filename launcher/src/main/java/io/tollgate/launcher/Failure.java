package io.tollgate.launcher;

import io.tollgate.schemas.setting.SettingsRefused;
import java.net.BindException;
import java.util.List;

/**
 * Why a command ends without having done its work: what to say and with which status to leave.
 *
 * @param status 1: it failed, 2: it was told something impossible
 * @param lines for standard error
 */
record Failure(int status, List<String> lines) {

    static Failure of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SettingsRefused refused) {
                return new Failure(2, refused.faults());
            }
            if (cause instanceof BindException) {
                return new Failure(2, List.of(thrown.getMessage() + ": " + cause.getMessage()));
            }
        }
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String why = root == thrown ? "" : " (" + root + ")";
        return new Failure(1, List.of(thrown + why));
    }
}
