package io.tollgate.enforcement.failure;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Why a record is set aside. Immutable.
 *
 * @param detail one line for whoever wrote the record
 * @param copied false where the record is too large to be written again
 */
public record Rejection(RejectionReason reason, String detail, boolean copied) {

    private static final int MOST_DETAIL_CHARS = 4096;

    /** Header: the topic that the record was on. */
    public static final String TOPIC = "tollgate.topic";

    /** Header: its partition. */
    public static final String PARTITION = "tollgate.partition";

    /** Header: its offset. */
    public static final String OFFSET = "tollgate.offset";

    /** Header: what is wrong with it. */
    public static final String REASON = "tollgate.reason";

    /**
     * The record as it goes to the rejected input: byte for byte, its own headers first. Only what could not be written
     * again goes without its value; the headers say where the original is.
     *
     * @param nowMillis its new timestamp: under its own an old record would expire before anyone has seen it
     */
    public Record<byte[], byte[]> applyTo(Record<byte[], byte[]> received, RecordMetadata origin, long nowMillis) {
        var headers = copied ? new RecordHeaders(received.headers()) : new RecordHeaders();
        noteOrigin(headers, origin);
        headers.add(
                REASON,
                utf8(reason == RejectionReason.UNREADABLE ? "unreadable: " + beginning(detail) : beginning(detail)));
        return new Record<>(copied ? received.key() : null, copied ? received.value() : null, nowMillis, headers);
    }

    /** Says where a record was, before it goes on to where it may still turn out to be unusable. */
    public static void noteOrigin(Headers headers, RecordMetadata origin) {
        headers.add(TOPIC, utf8(origin.topic()));
        headers.add(PARTITION, utf8(String.valueOf(origin.partition())));
        headers.add(OFFSET, utf8(String.valueOf(origin.offset())));
    }

    /** Where a record was whose origin is noted: unlike any other's, and in the order of its partition. */
    public static String place(Headers noted) {
        return text(noted, TOPIC)
                + '/'
                + text(noted, PARTITION)
                + '/'
                + String.format(Locale.ROOT, "%019d", Long.parseLong(text(noted, OFFSET)));
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    /** The headers of a record whose origin is noted, with what is wrong with it. */
    public static Headers because(Headers noted, String detail) {
        return new RecordHeaders(noted).add(REASON, utf8(beginning(detail)));
    }

    /** A parser's complaint may quote as much as it likes. */
    private static String beginning(String text) {
        return text.length() <= MOST_DETAIL_CHARS ? text : text.substring(0, MOST_DETAIL_CHARS);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
