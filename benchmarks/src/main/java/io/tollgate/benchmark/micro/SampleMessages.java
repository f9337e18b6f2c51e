package io.tollgate.benchmark.micro;

import io.tollgate.gateway.wire.Flow;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

/** One call's messages as a desk phone and a proxy of the field write them. Immutable. */
public final class SampleMessages {
    /** The INVITE's Call-ID. */
    public static final String CALL_ID = "3c26700a1b5c-q8lj0mxr2n7v@192.0.2.10";

    /** Its From tag. */
    public static final String FROM_TAG = "as58f4201b";

    private static final String PARTIES = "From: \"Alice\" <sip:alice@example.org>;tag=" + FROM_TAG + "\r\n"
            + "To: <sip:4930123456@example.org>%s\r\nCall-ID: " + CALL_ID + "\r\n";
    private static final String SDP = "v=0\r\no=- 20518 0 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n"
            + "m=audio 54609 RTP/AVP 9 8 0 101\r\na=rtpmap:9 G722/8000\r\na=rtpmap:8 PCMA/8000\r\n"
            + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=sendrecv\r\n";

    /** From Content-Type to the end. */
    public static final String BODY =
            "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP;

    /** What it can do. */
    public static final String ALLOW =
            "Allow: INVITE, ACK, CANCEL, BYE, UPDATE, PRACK, INFO, REFER, OPTIONS, NOTIFY\r\n"
                    + "Supported: timer, 100rel, replaces, norefersub\r\nSession-Expires: 1800;refresher=uas\r\n";

    private SampleMessages() {}

    /** What the caller sends. */
    public static byte[] invite() {
        return bytes("INVITE sip:4930123456@198.51.100.1:5060 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-1---fa5c0d1f3e7b;rport\r\n"
                + "Max-Forwards: 70\r\n" + PARTIES.formatted("") + "CSeq: 1 INVITE\r\n"
                + "Contact: <sip:alice@192.0.2.10:5060;ob>\r\n" + ALLOW + "User-Agent: Desk phone 5.1.2\r\n" + BODY);
    }

    /**
     * What the callee answers, as it comes to the gateway.
     *
     * @param via the gateway's own, on top
     * @param recordRoute the gateway's element
     */
    public static byte[] success(String via, String recordRoute) {
        return bytes("SIP/2.0 200 OK\r\nVia: " + via + "\r\n"
                + "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-1---fa5c0d1f3e7b;rport=5060;received=192.0.2.10\r\n"
                + "Record-Route: " + recordRoute + "\r\n" + PARTIES.formatted(";tag=b7dd31f6a2") + "CSeq: 1 INVITE\r\n"
                + "Contact: <sip:4930123456@203.0.113.7:5060>\r\n" + ALLOW + "Server: Proxy 3.2\r\n" + BODY);
    }

    /** What the caller hangs up with. */
    public static byte[] bye(String route) {
        return bytes("BYE sip:4930123456@203.0.113.7:5060 SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-524287-1---1d9e4a77c0b2;rport\r\n"
                + "Route: " + route + "\r\nMax-Forwards: 70\r\n" + PARTIES.formatted(";tag=b7dd31f6a2")
                + "CSeq: 2 BYE\r\nUser-Agent: Desk phone 5.1.2\r\nContent-Length: 0\r\n\r\n");
    }

    /** A view of one of them. */
    public static SipMessage view(byte[] message) {
        try {
            return SipMessage.parse(message);
        } catch (MalformedMessage e) {
            throw new IllegalStateException("a sample that is no SIP", e);
        }
    }

    /** From or to an IPv4 address by UDP. */
    public static Flow flow(String remote) {
        return Flow.to(
                Transport.UDP,
                new InetSocketAddress(address("198.51.100.1"), 5060),
                new InetSocketAddress(address(remote), 5060));
    }

    /** An address without a look-up. */
    public static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException noLiteral) {
            throw new IllegalArgumentException(literal, noLiteral);
        }
    }

    private static byte[] bytes(String message) {
        return message.getBytes(StandardCharsets.US_ASCII);
    }
}
