package io.tollgate.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A row of the table in docs/kafka-security.md. */
record Right(String part, String operation, String resource, String name) {

    private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\| (\\w+) \\| `([^`]+)` \\|.*");

    /** The HTTP API has the user of the process that it is in. */
    private static final Map<String, String> USERS = Map.of("api", "streams");

    static List<Right> table() {
        try {
            return Files.readAllLines(Path.of("..", "docs", "kafka-security.md")).stream()
                    .map(ROW::matcher)
                    .filter(row -> row.matches())
                    .map(row -> new Right(row.group(1), row.group(2), row.group(3), row.group(4)))
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    String user() {
        return USERS.getOrDefault(part, part);
    }

    private boolean isPrefix() {
        return name.endsWith("*");
    }

    private String literal() {
        return isPrefix() ? name.substring(0, name.length() - 1) : name;
    }

    private ResourceType type() {
        return resource.equals("TransactionalId") ? ResourceType.TRANSACTIONAL_ID : ResourceType.fromString(resource);
    }

    AclBinding binding() {
        PatternType pattern = isPrefix() ? PatternType.PREFIXED : PatternType.LITERAL;
        return new AclBinding(
                new ResourcePattern(type(), literal(), pattern),
                new AccessControlEntry(
                        "User:" + user(), "*", AclOperation.fromString(operation), AclPermissionType.ALLOW));
    }

    /** Whether this is what lets somebody do what he asked for. */
    boolean allows(RecordingAuthorizer.Asked asked) {
        return asked.user().equals(user())
                && asked.operation().equals(operation.toUpperCase(Locale.ROOT))
                && asked.resource().equals(type().name())
                && (isPrefix()
                        ? asked.name().startsWith(literal())
                        : asked.name().equals(name));
    }
}
