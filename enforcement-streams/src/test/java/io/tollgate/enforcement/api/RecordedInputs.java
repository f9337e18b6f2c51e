package io.tollgate.enforcement.api;

import io.tollgate.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Keeps what is written; away, it takes nothing. */
final class RecordedInputs implements InputLog {

    /** What was written. */
    record Written(Topic topic, String key, @Nullable SpecificRecord value) {}

    private final List<Written> written = new ArrayList<>();
    private boolean away;

    @Override
    public synchronized void append(Topic topic, String key, @Nullable SpecificRecord value) {
        if (away) {
            throw new Unavailable("Kafka did not confirm the write, try again", null);
        }
        written.add(new Written(topic, key, value));
    }

    synchronized void goAway() {
        away = true;
    }

    synchronized void comeBack() {
        away = false;
    }

    synchronized List<Written> all() {
        return List.copyOf(written);
    }

    /** The value of the only record. */
    synchronized <T extends SpecificRecord> T only(Topic topic, Class<T> type) {
        if (written.size() != 1 || !written.get(0).topic().equals(topic)) {
            throw new AssertionError("not one record on " + topic.name() + " but " + written);
        }
        return type.cast(written.get(0).value());
    }
}
