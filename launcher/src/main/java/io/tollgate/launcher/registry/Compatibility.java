package io.tollgate.launcher.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;

/** What a subject's next version has to be able to read, or be read by. Decided by Avro's own rules. */
enum Compatibility {
    NONE(false, false, false),
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean newReadsOld;
    private final boolean oldReadsNew;
    private final boolean transitive;

    Compatibility(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
        this.newReadsOld = newReadsOld;
        this.oldReadsNew = oldReadsNew;
        this.transitive = transitive;
    }

    static Compatibility parse(String text) {
        try {
            return valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw RegistryFault.invalidCompatibility(text);
        }
    }

    /** What speaks against {@code next} after these versions, oldest first; empty where nothing does. */
    List<String> conflicts(Schema next, List<Schema> earlier) {
        List<String> conflicts = new ArrayList<>();
        int first = transitive ? 0 : Math.max(0, earlier.size() - 1);
        for (Schema old : earlier.subList(first, earlier.size())) {
            if (newReadsOld) {
                conflicts.addAll(conflicts(next, old, "the new schema cannot read the old one"));
            }
            if (oldReadsNew) {
                conflicts.addAll(conflicts(old, next, "the old schema cannot read the new one"));
            }
        }
        return conflicts;
    }

    private static List<String> conflicts(Schema reader, Schema writer, String meaning) {
        List<String> conflicts = new ArrayList<>();
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        for (Incompatibility found : result.getIncompatibilities()) {
            conflicts.add(meaning + ": " + found.getType() + " at " + found.getLocation() + ": " + found.getMessage());
        }
        return conflicts;
    }
}
