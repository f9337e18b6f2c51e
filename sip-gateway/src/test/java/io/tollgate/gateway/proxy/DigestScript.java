package io.tollgate.gateway.proxy;

import io.tollgate.phone.RawSocket;
import io.tollgate.phone.Sighting;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A caller that writes its credentials itself, and so can write wrong ones, old ones and others'. */
final class DigestScript implements AutoCloseable {
    static final String TARGET = "sip:4930123@example.org";
    private static final AtomicInteger BRANCHES = new AtomicInteger();
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    final RawSocket socket = RawSocket.udp();
    private final String user;
    private final String password;

    DigestScript(String user, String password) {
        this.user = user;
        this.password = password;
    }

    static String ha1(String user, String realm, String password) {
        return md5(user + ":" + realm + ":" + password);
    }

    /** The header line that answers a challenge. */
    String answer(String challenge, String method, String uri, int count) {
        Matcher nonce = NONCE.matcher(challenge);
        if (!nonce.find()) {
            throw new AssertionError("no challenge: " + challenge);
        }
        String nc = "%08x".formatted(count);
        String response = md5(ha1(user, "tollgate", password) + ":" + nonce.group(1) + ":" + nc + ":cafe:auth:"
                + md5(method + ":" + uri));
        return "Proxy-Authorization: Digest username=\"" + user + "\", realm=\"tollgate\", nonce=\"" + nonce.group(1)
                + "\", uri=\"" + uri + "\", response=\"" + response
                + "\", algorithm=MD5, cnonce=\"cafe\", qop=auth, nc="
                + nc;
    }

    /** Sends a request and gives its final response. */
    Sighting send(InetSocketAddress gateway, String method, String... headers) {
        return sendTo(TARGET, gateway, method, headers);
    }

    /** Likewise, with a Request-URI that need not be the one that the credentials are for. */
    Sighting sendTo(String target, InetSocketAddress gateway, String method, String... headers) {
        int number = BRANCHES.incrementAndGet();
        String branch = "z9hG4bKscript" + number;
        socket.send(
                gateway,
                method + " " + target + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                        + socket.address().getPort() + ";branch=" + branch + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:"
                        + user + "@example.org>;tag=f" + number + "\r\nTo: <" + TARGET + ">\r\nCall-ID: script-"
                        + number
                        + "\r\nCSeq: 1 " + method + "\r\nContact: <sip:" + user + "@127.0.0.1:"
                        + socket.address().getPort() + ">\r\n"
                        + String.join(
                                "",
                                Arrays.stream(headers)
                                        .map(line -> line + "\r\n")
                                        .toList())
                        + "Content-Length: 0\r\n\r\n");
        return socket.await(
                "final response to " + branch,
                Duration.ofSeconds(10),
                seen -> seen.isResponse()
                        && seen.status() >= 200
                        && seen.header("Via").contains(branch));
    }

    /** Whether a response is one of our challenges, and says that the password was right. */
    static boolean stale(Sighting response) {
        return response.header("Proxy-Authenticate").contains("stale=true");
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every JDK has MD5", absent);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
