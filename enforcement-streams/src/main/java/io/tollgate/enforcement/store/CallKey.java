package io.tollgate.enforcement.store;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * A call under its account: all calls of an account lie side by side, and one costs one look-up however many there are.
 * The bytes are account, NUL, call id; ids with a NUL do not pass the door. Immutable.
 */
public record CallKey(String account, String callId) {

    private static final char DIVIDER = '\0';

    /** Keys as bytes. */
    public static final Serde<CallKey> SERDE = new StateSerde<>(CallKey::toBytes, CallKey::parse);

    /** For a scan over an account's calls. */
    public static final Serializer<String> PREFIX = (topic, account) -> utf8(account + DIVIDER);

    private byte[] toBytes() {
        return utf8(text());
    }

    private static CallKey parse(byte[] bytes) {
        return of(new String(bytes, StandardCharsets.UTF_8));
    }

    /** The key as one text. */
    public String text() {
        return account + DIVIDER + callId;
    }

    /** What {@link #text()} says. */
    public static CallKey of(String text) {
        int divider = text.indexOf(DIVIDER);
        return new CallKey(text.substring(0, divider), text.substring(divider + 1));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
