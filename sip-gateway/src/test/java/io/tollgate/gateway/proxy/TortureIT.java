package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.transport.CloseReason;
import io.tollgate.gateway.wire.MalformedMessage;
import io.tollgate.gateway.wire.MalformedMessage.Fault;
import io.tollgate.gateway.wire.SipMessage;
import io.tollgate.gateway.wire.TortureMessages;
import io.tollgate.phone.RawSocket;
import io.tollgate.testsupport.scenario.Await;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each message of RFC 4475 and RFC 5118 at a real gateway: what becomes of it is what docs/torture.md says. */
class TortureIT {
    private static final Path TABLE = Path.of("../docs/torture.md");
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Map<String, byte[]> MESSAGES = TortureMessages.all();
    private static final String STRANGER = "127.0.0.2";

    private record Row(String section, String name, String read, String udp, String tcp) {
        static Row of(String line) {
            String[] cells = line.split("\\s*\\|\\s*");
            return new Row(cells[1], cells[2].replace("`", ""), cells[3], cells[4], cells[5]);
        }

        byte[] message() {
            return MESSAGES.get(name);
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(TABLE).stream()
                .filter(line -> line.matches("\\| [0-9.]+ \\|.*"))
                .map(Row::of)
                .toList();
    }

    @Test
    void shouldListEachMessageOnce() throws IOException {
        assertThat(rows().stream().map(Row::name)).containsExactlyElementsOf(MESSAGES.keySet());
    }

    @TestFactory
    Stream<DynamicTest> shouldReadThem() throws IOException {
        return tests(row -> assertThat(read(row.message())).isEqualTo(row.read()));
    }

    private static String read(byte[] message) {
        try {
            SipMessage.parse(message.clone());
            return "sound";
        } catch (MalformedMessage e) {
            return e.fault().name().toLowerCase(Locale.ROOT);
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldTreatThemAsTheTableSaysOverUdp() throws IOException {
        return tests(row -> {
            try (RawSocket upstream = RawSocket.udp();
                    ProxyRig rig = new ProxyRig(upstream.address(), Limits.DEFAULTS.datagrams(0));
                    RawSocket customer = RawSocket.udp(STRANGER)) {
                customer.sendBytes(rig.address(), row.message());
                Bench bench = new Bench(rig, upstream.address(), row.message(), customer.address());
                bench.await(row.udp());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> shouldTreatThemAsTheTableSaysOverTcp() throws IOException {
        return tests(row -> {
            try (RawSocket upstream = RawSocket.udp();
                    ProxyRig rig = new ProxyRig(upstream.address(), Limits.DEFAULTS.datagrams(0));
                    Socket customer =
                            new Socket(rig.address().getAddress(), rig.address().getPort())) {
                customer.getOutputStream().write(row.message());
                if (row.tcp().equals("incomplete")) {
                    customer.shutdownOutput();
                }
                InetSocketAddress source = (InetSocketAddress) customer.getLocalSocketAddress();
                new Bench(rig, upstream.address(), row.message(), source).await(row.tcp());
            }
        });
    }

    @FunctionalInterface
    private interface Check {
        void of(Row row) throws Exception;
    }

    private static Stream<DynamicTest> tests(Check check) throws IOException {
        return rows().stream()
                .map(row -> DynamicTest.dynamicTest(row.section() + " " + row.name(), () -> check.of(row)));
    }

    /** What the gateway made of a message that came from {@code source}. */
    private record Bench(ProxyRig rig, InetSocketAddress upstream, byte[] original, InetSocketAddress source) {
        private static final Pattern ROUTE = Pattern.compile("(?im)^route[ \t]*:.*\r\n(?:[ \t].*\r\n)*");
        private static final Pattern HOPS = Pattern.compile("(?im)^(max-forwards[ \t]*:[ \t]*)(\\d+)");
        private static final Pattern VIA = Pattern.compile("(?im)^(?:via|v)[ \t]*:[ \t]*(.*)\r\n");
        private static final Pattern LENGTH = Pattern.compile("(?im)^(?:content-length|l)[ \t]*:[ \t]*(\\d+)");

        void await(String expected) {
            Await.until(expected, SOON, () -> outcome().equals(expected), this::outcome);
            rig.sent.forEach(this::check);
        }

        private String outcome() {
            long noted =
                    Stream.of(Fault.values()).mapToLong(rig.counters::malformed).sum()
                            + rig.counters.strayResponses()
                            + rig.counters.strayRequests();
            // Behind all that the shards had to do before.
            rig.proxy.unsettled().join();
            List<String> done = rig.sent.stream()
                    .map(sent -> new String(sent.message(), StandardCharsets.ISO_8859_1))
                    .filter(text -> !text.startsWith("SIP/2.0 100 "))
                    .distinct()
                    .map(text -> text.startsWith("SIP/2.0 ") ? text.substring(8, text.indexOf("\r\n")) : "forwarded")
                    .toList();
            if (!done.isEmpty()) {
                return String.join(", ", done);
            }
            for (CloseReason reason : CloseReason.values()) {
                if (rig.sockets().closed(reason) > 0) {
                    boolean incomplete =
                            reason == CloseReason.PEER && rig.sockets().streamMessages() == 0;
                    return incomplete
                            ? "incomplete"
                            : "closed: " + reason.name().toLowerCase(Locale.ROOT);
                }
            }
            return noted > 0 ? "dropped" : "nothing yet";
        }

        private void check(ProxyRig.Sent sent) {
            String text = new String(sent.message(), StandardCharsets.ISO_8859_1);
            if (text.startsWith("SIP/2.0 ")) {
                assertThat(sent.flow().remote().getAddress()).isEqualTo(source.getAddress());
                assertThat(text).contains(";received=" + ip());
            } else {
                assertThat(sent.flow().remote()).isEqualTo(upstream);
                if (text.contains("\r\nCall-ID: dblreq.0ha0isnda977644900765")) {
                    return; // the second one in a stream; the first is compared
                }
                assertThat(withoutOurs(text)).isEqualTo(expected());
            }
        }

        /** Without the lines that a proxy adds. */
        private String withoutOurs(String text) {
            String own = Pattern.quote("127.0.0.1:" + rig.address().getPort());
            String plain = text.replaceFirst("\r\nVia: SIP/2.0/(?:UDP|TCP) " + own + ";branch=z9hG4bK[^\r]*", "")
                    .replaceFirst("(?s)(^REGISTER .*?)\r\nSupported: path", "$1")
                    .replaceAll("\r\n(?:Record-Route|Path): <sip:" + own + "(?:;transport=tcp)?;lr;t[gp]=[^>]*>", "");
            String before = text(original);
            if (!HOPS.matcher(before).find()) {
                plain = plain.replaceFirst("\r\nMax-Forwards: 70", "");
            }
            return LENGTH.matcher(before).find() ? plain : plain.replaceFirst("\r\nContent-Length: \\d+", "");
        }

        /** What came, as RFC 3261 sections 16.6 and 18.2.1 have it changed, and nothing else changed. */
        private String expected() {
            String before = text(original);
            Matcher length = LENGTH.matcher(before);
            String own = length.find()
                    ? before.substring(0, before.indexOf("\r\n\r\n") + 4 + Integer.parseInt(length.group(1)))
                    : before;
            String hops = HOPS.matcher(ROUTE.matcher(own).replaceAll(""))
                    .replaceFirst(match -> match.group(1) + (Integer.parseInt(match.group(2)) - 1));
            Matcher via = VIA.matcher(hops);
            assertThat(via.find()).isTrue();
            String value = via.group(1).replaceFirst(";received=[^;]*", ";received=" + ip());
            String filled = value.replaceFirst(";rport$", ";rport=" + source.getPort());
            String received = filled.contains(";received=") ? filled : filled + ";received=" + ip();
            return hops.substring(0, via.start(1)) + received + hops.substring(via.end(1));
        }

        private String ip() {
            return source.getAddress().getHostAddress();
        }

        private static String text(byte[] message) {
            return new String(message, StandardCharsets.ISO_8859_1);
        }
    }
}
