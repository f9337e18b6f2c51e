package io.tollgate.launcher.registry;

import java.io.Serial;
import java.util.List;

/**
 * A request that the registry refuses, with the status and the error code that Confluent's clients branch on: they retry,
 * register or give up by these numbers.
 */
final class RegistryFault extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int code;

    private RegistryFault(int status, int code, String message) {
        super(message, null, false, false); // answers, not bugs: a stack trace is of use to nobody
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    int code() {
        return code;
    }

    static RegistryFault subjectNotFound(String subject) {
        return new RegistryFault(404, 40401, "Subject '" + subject + "' not found.");
    }

    static RegistryFault versionNotFound(String version) {
        return new RegistryFault(404, 40402, "Version " + version + " not found.");
    }

    static RegistryFault schemaNotFound() {
        return new RegistryFault(404, 40403, "Schema not found");
    }

    static RegistryFault subjectDeleted(String subject) {
        return new RegistryFault(404, 40404, "Subject '" + subject + "' was soft deleted.");
    }

    static RegistryFault subjectNotDeleted(String subject) {
        return new RegistryFault(404, 40405, "Subject '" + subject + "' was not deleted first.");
    }

    static RegistryFault versionDeleted(String subject, int version) {
        return new RegistryFault(404, 40406, "Subject '" + subject + "' Version " + version + " was soft deleted.");
    }

    static RegistryFault versionNotDeleted(String subject, int version) {
        return new RegistryFault(
                404, 40407, "Subject '" + subject + "' Version " + version + " was not deleted first.");
    }

    static RegistryFault noCompatibilityFor(String subject) {
        return new RegistryFault(
                404, 40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryFault noModeFor(String subject) {
        return new RegistryFault(404, 40409, "Subject '" + subject + "' does not have subject-level mode configured");
    }

    static RegistryFault invalidSchema(String why) {
        return new RegistryFault(422, 42201, "Invalid schema: " + why);
    }

    static RegistryFault invalidVersion(String version) {
        return new RegistryFault(
                422,
                42202,
                "The specified version '" + version + "' is not a valid version id. Allowed values are between"
                        + " [1, 2^31-1] and the string \"latest\"");
    }

    static RegistryFault invalidCompatibility(String level) {
        return new RegistryFault(
                422,
                42203,
                "Invalid compatibility level '" + level + "'. Valid values are none, backward, forward, full,"
                        + " backward_transitive, forward_transitive, and full_transitive");
    }

    static RegistryFault incompatible(String subject, List<String> conflicts) {
        return new RegistryFault(
                409,
                409,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject + "\": "
                        + conflicts);
    }

    static RegistryFault unreadableBody() {
        return new RegistryFault(400, 400, "The request's body is not the JSON object that is expected");
    }

    static RegistryFault storeFailed(String why) {
        return new RegistryFault(500, 50001, "Error in the backend data store: " + why);
    }
}
