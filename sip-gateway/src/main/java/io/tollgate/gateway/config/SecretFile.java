package io.tollgate.gateway.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The keys that all gateways of a cluster share, for tokens in SIP messages: one key a line, blank lines and lines that
 * begin with # passed over. A line of an even number of hex digits is those bytes, any other line its own characters,
 * base64 as well: a key needs to be the same everywhere, not to be decoded. With two, the first makes tokens and both
 * are honoured, so that a key can be replaced without ending the calls that it protects. No state.
 */
public final class SecretFile {
    private static final int SHORTEST_KEY_BYTES = 16;
    private static final int MOST_KEYS = 2;
    private static final long LONGEST_FILE_BYTES = 65_536;
    private static final Pattern HEX = Pattern.compile("([0-9A-Fa-f]{2})+");

    /** Completes the sentence "expected ...". */
    static final String EXPECTED =
            "a readable file of one or two keys, one a line, each of " + SHORTEST_KEY_BYTES + " bytes or more";

    private SecretFile() {}

    /**
     * The keys, one or two.
     *
     * @throws IllegalArgumentException if the file is not like that: completes "but ...", and never tells what is in it
     */
    public static List<byte[]> read(Path file) {
        List<byte[]> keys = new ArrayList<>();
        try {
            if (Files.size(file) > LONGEST_FILE_BYTES) {
                throw new IllegalArgumentException("it is too long");
            }
            for (String line : Files.readString(file, StandardCharsets.UTF_8).split("\\R")) {
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    keys.add(key(text));
                }
            }
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("it cannot be read", unreadable);
        }
        if (keys.isEmpty() || keys.size() > MOST_KEYS) {
            throw new IllegalArgumentException("it has " + keys.size() + " keys");
        }
        return List.copyOf(keys);
    }

    private static byte[] key(String text) {
        byte[] key =
                HEX.matcher(text).matches() ? HexFormat.of().parseHex(text) : text.getBytes(StandardCharsets.UTF_8);
        if (key.length < SHORTEST_KEY_BYTES) {
            throw new IllegalArgumentException("it has a key of " + key.length + " bytes");
        }
        return key;
    }
}
