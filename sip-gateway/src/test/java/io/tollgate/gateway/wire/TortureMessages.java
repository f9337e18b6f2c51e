package io.tollgate.gateway.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of RFC 4475 and RFC 5118, written as those RFCs write them (RFC 4475 section 2): {@code <allOneLine>} joins
 * lines, {@code <hex>} stands for bytes, {@code <repeat count=N>} repeats. Lines end with CRLF once they are read.
 */
public final class TortureMessages {
    private static final Pattern ONE_LINE = Pattern.compile("<allOneLine>\n(.*?)\n</allOneLine>", Pattern.DOTALL);
    private static final Pattern REPEAT = Pattern.compile("<repeat count=(\\d+)>(.*?)</repeat>");
    private static final Pattern HEX = Pattern.compile("<hex>(.*?)</hex>", Pattern.DOTALL);

    private TortureMessages() {}

    /** By name, in the order of the RFCs. */
    public static Map<String, byte[]> all() {
        Map<String, byte[]> messages = new LinkedHashMap<>();
        read("/torture/rfc4475.txt", messages);
        read("/torture/rfc5118.txt", messages);
        return messages;
    }

    private static void read(String resource, Map<String, byte[]> messages) {
        for (String part : text(resource).split("(?m)^=== ")) {
            int head = part.indexOf('\n');
            if (head >= 0) {
                messages.put(part.substring(0, head).split(" ")[1], bytes(part.substring(head + 1)));
            }
        }
    }

    private static byte[] bytes(String part) {
        String joined = ONE_LINE.matcher(part)
                .replaceAll(line -> Matcher.quoteReplacement(line.group(1).replace("\n", "")));
        String repeated = REPEAT.matcher(joined)
                .replaceAll(again -> Matcher.quoteReplacement(again.group(2).repeat(Integer.parseInt(again.group(1)))));
        return HEX.matcher(repeated.replace("\n", "\r\n"))
                .replaceAll(hex -> Matcher.quoteReplacement(new String(
                        HexFormat.of().parseHex(hex.group(1).replaceAll("\\s", "")), StandardCharsets.ISO_8859_1)))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(String resource) {
        try (InputStream in = TortureMessages.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
