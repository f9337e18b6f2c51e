package io.tollgate.phone;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts a TCP stream into SIP messages by Content-Length (RFC 3261 section 18.3). Owned by one connection. */
final class StreamFramer {
    /** What came can be no SIP message, or is longer than a phone takes. */
    static final class BadFraming extends Exception {
        private static final long serialVersionUID = 1L;

        BadFraming(String message) {
            super(message);
        }
    }

    private static final int MOST_BYTES = 256 * 1024;
    private static final Pattern LENGTH = Pattern.compile("(?im)^(?:Content-Length|l)[ \\t]*:[ \\t]*([0-9]{1,6})\\s*$");

    private byte[] pending = new byte[0];

    /** Takes what was read and gives the messages that are complete now, in order. */
    List<byte[]> feed(ByteBuffer read) throws BadFraming {
        int had = pending.length;
        pending = Arrays.copyOf(pending, had + read.remaining());
        read.get(pending, had, read.remaining());
        List<byte[]> complete = new ArrayList<>();
        int from = 0;
        while (true) {
            while (from < pending.length && (pending[from] == '\r' || pending[from] == '\n')) {
                from++; // keep-alives between messages (RFC 5626 section 3.5.1)
            }
            int end = messageEnd(from);
            if (end < 0) {
                break;
            }
            complete.add(Arrays.copyOfRange(pending, from, end));
            from = end;
        }
        pending = Arrays.copyOfRange(pending, from, pending.length);
        if (pending.length > MOST_BYTES) {
            throw new BadFraming("no end of message within " + MOST_BYTES + " bytes");
        }
        return complete;
    }

    private int messageEnd(int from) throws BadFraming {
        for (int i = from; i + 3 < pending.length; i++) {
            if (pending[i] == '\r' && pending[i + 1] == '\n' && pending[i + 2] == '\r' && pending[i + 3] == '\n') {
                String head = new String(pending, from, i - from, StandardCharsets.ISO_8859_1);
                Matcher length = LENGTH.matcher(head);
                if (!length.find()) {
                    throw new BadFraming("no Content-Length on a stream: "
                            + head.lines().findFirst().orElse(""));
                }
                int end = i + 4 + Integer.parseInt(length.group(1));
                return end <= pending.length ? end : -1;
            }
        }
        return -1;
    }
}
