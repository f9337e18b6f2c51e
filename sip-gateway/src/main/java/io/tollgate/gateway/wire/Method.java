package io.tollgate.gateway.wire;

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

    static Method of(byte[] bytes, int from, int to) {
        for (Method method : KNOWN) {
            if (method != OTHER && Ascii.equal(bytes, from, to, method.wireName)) {
                return method;
            }
        }
        return OTHER;
    }
}
