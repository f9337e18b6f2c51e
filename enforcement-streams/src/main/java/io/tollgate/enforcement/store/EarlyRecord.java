package io.tollgate.enforcement.store;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;

/**
 * A record that cannot be judged yet, as it came: if it turns out to be unusable it is set aside byte for byte. Immutable.
 *
 * @param headers its own, and those that say where it was
 */
public record EarlyRecord(byte[] value, Headers headers) {

    static final Serde<EarlyRecord> SERDE = new StateSerde<>(EarlyRecord::write, EarlyRecord::read);

    private static final int VERSION = 1;
    private static final byte[] NOTHING = {};

    private byte[] write() {
        var all = headers.toArray();
        var out = new StateWriter(VERSION).raw(value).int32(all.length);
        for (var header : all) {
            out.text(header.key()).flag(header.value() != null).raw(header.value() == null ? NOTHING : header.value());
        }
        return out.toBytes();
    }

    private static EarlyRecord read(byte[] bytes) {
        var in = new StateReader(bytes).upTo(VERSION);
        byte[] value = in.bytes();
        int count = in.int32();
        var headers = new RecordHeaders();
        for (int header = 0; header < count; header++) {
            var key = in.text();
            boolean isPresent = in.flag();
            byte[] content = in.bytes();
            headers.add(key, isPresent ? content : null);
        }
        return new EarlyRecord(value, headers);
    }
}
