package io.tollgate.gateway.journal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fields that are as long as they like, as bytes: their length, and what they hold. Safe for threads. */
public final class Fields {
    private Fields() {}

    /** Writes a text. What comes from the wire may be longer than writeUTF takes. */
    public static void text(DataOutputStream out, String text) throws IOException {
        octets(out, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a text.
     *
     * @throws IOException if less is left than it is said to hold
     */
    public static String text(DataInputStream in) throws IOException {
        return new String(octets(in), StandardCharsets.UTF_8);
    }

    /** Writes a text that may be missing. */
    public static void optional(DataOutputStream out, @Nullable String text) throws IOException {
        out.writeBoolean(text != null);
        if (text != null) {
            text(out, text);
        }
    }

    /** Reads what {@link #optional(DataOutputStream, String)} wrote. */
    public static @Nullable String optional(DataInputStream in) throws IOException {
        return in.readBoolean() ? text(in) : null;
    }

    /** Writes texts, 65,535 at most. */
    public static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeShort(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    /** Reads texts. */
    public static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int count = in.readUnsignedShort(); count > 0; count--) {
            texts.add(text(in));
        }
        return texts;
    }

    static void octets(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    static byte[] octets(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a field of " + length + " octets");
        }
        return in.readNBytes(length);
    }
}
