package io.tollgate.gateway.kafka;

/** A record that could be read but says what it must not; the message tells why. Streams sets such input aside. */
final class InvalidRecord extends Exception {
    InvalidRecord(String message) {
        super(message, null, false, false);
    }
}
