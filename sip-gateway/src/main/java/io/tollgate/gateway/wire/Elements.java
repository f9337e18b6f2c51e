package io.tollgate.gateway.wire;

/** Elements of comma-separated headers: commas inside quotes and angle brackets do not count. Stateless. */
final class Elements {
    private Elements() {}

    /** The index after the element that begins at {@code from}: its comma, or {@code to}. */
    static int end(byte[] bytes, int from, int to) {
        boolean quoted = false;
        boolean bracketed = false;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (quoted) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    quoted = false;
                }
            } else if (bracketed) {
                bracketed = b != '>';
            } else if (b == '"') {
                quoted = true;
            } else if (b == '<') {
                bracketed = true;
            } else if (b == ',') {
                return i;
            }
        }
        return to;
    }

    /** The start of the next element after the comma at {@code at}. */
    static int skipComma(byte[] bytes, int at, int to) {
        int next = Math.min(at + 1, to);
        while (next < to && Ascii.space(bytes[next])) {
            next++;
        }
        return next;
    }
}
