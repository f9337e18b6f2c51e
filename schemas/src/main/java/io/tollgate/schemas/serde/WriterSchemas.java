package io.tollgate.schemas.serde;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the schema ids in front of records mean to one deserializer, asked of the registry once for each id. That an id is
 * of no use is remembered too, but not for long: a flood of bad records shall not become a flood of questions, while a
 * registry that lags behind its peers gets time to learn.
 *
 * <p>Safe for threads; two that meet a new id at once both ask.
 */
final class WriterSchemas<T extends SpecificRecord> {

    private static final long USELESS_NANOS = Duration.ofSeconds(10).toNanos();

    /** More ids than any registry of ours has; invented ones must not fill the heap. */
    private static final int MOST = 4096;

    private final ConcurrentHashMap<Integer, Meaning<T>> meanings = new ConcurrentHashMap<>();
    private final @Nullable Class<T> expected;
    private final SchemaRegistry registry;
    private final UnknownSymbols unknownSymbols;

    WriterSchemas(@Nullable Class<T> expected, SchemaRegistry registry, UnknownSymbols unknownSymbols) {
        this.expected = expected;
        this.registry = registry;
        this.unknownSymbols = unknownSymbols;
    }

    /** What an id means: a reader, or the reason why there is none. */
    private sealed interface Meaning<T> {}

    private record Useful<T>(DatumReader<T> reader) implements Meaning<T> {}

    private record Useless<T>(String reason, long sinceNanos) implements Meaning<T> {}

    DatumReader<T> reader(int id) {
        var meaning = meanings.get(id);
        if (meaning == null || meaning instanceof Useless<T> old && isOutdated(old)) {
            meaning = ask(id);
            if (meanings.size() >= MOST) {
                meanings.clear();
            }
            meanings.put(id, meaning);
        }
        if (meaning instanceof Useful<T> useful) {
            return useful.reader;
        }
        throw new UnreadableRecord(((Useless<T>) meaning).reason);
    }

    private static boolean isOutdated(Useless<?> useless) {
        return System.nanoTime() - useless.sinceNanos > USELESS_NANOS;
    }

    private Meaning<T> ask(int id) {
        try {
            return new Useful<>(reader(parsed(registry.byId(id))));
        } catch (RegistryRefusal unknown) {
            return useless("the registry knows no schema " + id + ": " + unknown.getMessage());
        } catch (UnreadableRecord unfit) {
            return useless("schema " + id + ": " + unfit.reason());
        }
    }

    private static Schema parsed(String text) {
        try {
            // Defaults are the reader's affair: a stranger's schema may be sloppy about its own.
            return new Schema.Parser().setValidateDefaults(false).parse(text);
        } catch (RuntimeException malformed) {
            throw new UnreadableRecord("no Avro schema that stands alone: " + malformed.getMessage(), malformed);
        }
    }

    private static <T> Useless<T> useless(String reason) {
        return new Useless<>(reason, System.nanoTime());
    }

    @SuppressWarnings("unchecked") // T is one class, or without one any record of ours
    private DatumReader<T> reader(Schema writer) {
        var type = expected;
        if (type == null) {
            type = (Class<T>) Schemas.named(writer.getFullName());
            if (type == null) {
                throw new UnreadableRecord("no record of ours is called " + writer.getFullName());
            }
        }
        if (!type.getName().equals(writer.getFullName())) {
            throw new UnreadableRecord(writer.getFullName() + " found, " + type.getName() + " expected");
        }
        var model = SpecificData.getForClass(type);
        var ours = model.getSchema(type);
        requireSameUnits(writer, ours);
        return (DatumReader<T>) model.createDatumReader(writer, unknownSymbols.reader(ours));
    }

    /** Avro takes one number for another whatever it counts: milliseconds read as microseconds are an instant of 1970. */
    private static void requireSameUnits(Schema writer, Schema ours) {
        if (writer.getType() != Schema.Type.RECORD) {
            return;
        }
        for (var field : ours.getFields()) {
            var theirs = writer.getField(field.name());
            var expected = unit(field.schema());
            var found = theirs == null ? null : unit(theirs.schema());
            if (expected != null && found != null && !expected.equals(found)) {
                throw new UnreadableRecord(field.name() + " is a " + found + ", " + expected + " expected");
            }
        }
    }

    /** The logical type of a value that may be null. */
    private static @Nullable String unit(Schema schema) {
        for (var one : schema.getType() == Schema.Type.UNION ? schema.getTypes() : List.of(schema)) {
            var unit = one.getProp("logicalType");
            if (unit != null) {
                return unit;
            }
        }
        return null;
    }
}
