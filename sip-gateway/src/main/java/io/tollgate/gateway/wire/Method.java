package io.tollgate.gateway.wire;

import java.util.Arrays;

/** SIP methods that routing distinguishes; every other one is {@link #OTHER} and passes. Names are case-sensitive. */
public enum Method {
    INVITE,
    ACK,
    CANCEL,
    BYE,
    REGISTER,
    OPTIONS,
    SUBSCRIBE,
    NOTIFY,
    PUBLISH,
    MESSAGE,
    INFO,
    UPDATE,
    PRACK,
    REFER,
    OTHER;

    private static final Method[] KNOWN = values();
    private final byte[] wireName = Ascii.bytes(name());

    /**
     * Whether it is one of ours but for the case: to us a method that nobody knows, which passes uncounted, and to a lenient
     * proxy behind us that one.
     */
    static boolean ambiguous(byte[] bytes, int from, int to) {
        if (of(bytes, from, to) != OTHER) {
            return false;
        }
        String name = Ascii.text(bytes, from, to);
        return Arrays.stream(KNOWN)
                .anyMatch(method -> method != OTHER && method.name().equalsIgnoreCase(name));
    }

    static Method of(byte[] bytes, int from, int to) {
        for (Method method : KNOWN) {
            if (method != OTHER && Ascii.equal(bytes, from, to, method.wireName)) {
                return method;
            }
        }
        return OTHER;
    }
}
