package io.tollgate.schemas.serde;

/** Confluent's: byte 0 is zero, four bytes of schema id, most significant first, then Avro's binary encoding. */
final class WireFormat {

    static final byte MAGIC = 0;
    static final int HEADER_BYTES = 5;

    private WireFormat() {}

    static void putHeader(byte[] message, int id) {
        message[0] = MAGIC;
        message[1] = (byte) (id >>> 24);
        message[2] = (byte) (id >>> 16);
        message[3] = (byte) (id >>> 8);
        message[4] = (byte) id;
    }

    static int idOf(byte[] message) {
        if (message.length < HEADER_BYTES) {
            throw new UnreadableRecord(message.length + " bytes are too few for a record in Confluent's wire format");
        }
        if (message[0] != MAGIC) {
            throw new UnreadableRecord("the first byte is " + message[0] + ", Confluent's wire format begins with 0");
        }
        return (message[1] & 0xff) << 24 | (message[2] & 0xff) << 16 | (message[3] & 0xff) << 8 | (message[4] & 0xff);
    }
}
