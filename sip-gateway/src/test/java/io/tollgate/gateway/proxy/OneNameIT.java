package io.tollgate.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.journal.Places.Place;
import io.tollgate.phone.RawSocket;
import io.tollgate.phone.Sighting;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two gateways behind one name, which leads all that is sent to it to the first of them; Bob's flow is the second one's.
 */
class OneNameIT {
    private RawSocket upstream;
    private RawSocket bob;
    private ProxyRig first;
    private ProxyRig holder;
    private String path;

    @BeforeEach
    void register() throws Exception {
        upstream = RawSocket.udp();
        bob = RawSocket.udp();
        first = new ProxyRig("first", upstream.address());
        holder = new ProxyRig("holder", upstream.address(), first.address());
        heardOfHolder(false);
        bob.send(
                holder.address(),
                request("REGISTER", "sip:example.org", List.of(), "", "Contact: <sip:bob@192.168.7.7>"));
        Sighting register = upstream.awaitRequest("REGISTER");
        upstream.send(holder.address(), RawSocket.response(register, "200 OK", "r"));
        bob.awaitStatus(200);
        path = register.headers("Path").get(0);
    }

    @AfterEach
    void close() {
        holder.close();
        first.close();
        bob.close();
        upstream.close();
    }

    private void heardOfHolder(boolean gone) {
        first.places.tell(Map.of("holder", new Place(hostPort(first.address()), gone)));
    }

    private static String hostPort(InetSocketAddress address) {
        return "127.0.0.1:" + address.getPort();
    }

    private static String request(String method, String uri, List<String> routes, String toTag, String... headers) {
        StringBuilder text = new StringBuilder(method + " " + uri + " SIP/2.0\n");
        text.append("Via: SIP/2.0/UDP [local];rport;branch=[branch]\nMax-Forwards: 70\n");
        routes.forEach(route -> text.append("Route: ").append(route).append('\n'));
        text.append("From: <sip:x@example.org>;tag=")
                .append(toTag.equals("up") ? "bob" : "up")
                .append('\n');
        text.append("To: <sip:bob@example.org>");
        text.append(toTag.isEmpty() ? "" : ";tag=" + toTag).append('\n');
        text.append("Call-ID: one-name-")
                .append(method.equals("REGISTER") ? "r" : "c")
                .append('\n');
        text.append("CSeq: 7 ").append(method).append('\n');
        for (String header : headers) {
            text.append(header).append('\n');
        }
        return text.append("Content-Length: 0\n\n").toString();
    }

    private Sighting invited() {
        upstream.send(
                first.address(),
                request(
                        "INVITE",
                        "sip:bob@192.168.7.7",
                        List.of(path),
                        "",
                        "Contact: <sip:up@" + hostPort(upstream.address()) + ">"));
        return bob.awaitRequest("INVITE");
    }

    @Test
    void shouldReachTheDeviceThroughTheHolder() {
        // When
        Sighting invite = invited();

        // Then
        assertThat(invite.peer().address()).isEqualTo(holder.address());
        assertThat(holder.counters.attempts()).isZero();
        assertThat(first.counters.attempts()).isEqualTo(1);
    }

    @Test
    void shouldFindTheWayThroughBothInsideTheDialog() {
        // Given
        Sighting invite = invited();
        bob.send(holder.address(), RawSocket.response(invite, "200 OK", "bob", "Contact: <sip:bob@192.168.7.7>"));
        Sighting answer = upstream.await("200", Duration.ofSeconds(10), seen -> seen.status() == 200);
        List<String> routes = new ArrayList<>(answer.headers("Record-Route"));
        Collections.reverse(routes);
        upstream.send(first.address(), request("ACK", "sip:bob@192.168.7.7", routes, "bob"));
        Sighting ack = bob.awaitRequest("ACK");

        // When
        bob.send(
                first.address(),
                request("INFO", "sip:up@" + hostPort(upstream.address()), invite.headers("Record-Route"), "up"));
        Sighting info = upstream.awaitRequest("INFO");
        upstream.send(first.address(), request("BYE", "sip:bob@192.168.7.7", routes, "bob"));
        Sighting bye = bob.awaitRequest("BYE");

        // Then
        assertThat(ack.peer().address()).isEqualTo(holder.address());
        assertThat(info.headers("Route")).isEmpty();
        assertThat(bye.peer().address()).isEqualTo(holder.address());
    }

    @Test
    void shouldReachADeviceOverUdpWithoutItsGateway() {
        // Given
        heardOfHolder(true);
        holder.close();

        // When
        Sighting invite = invited();

        // Then
        assertThat(invite.peer().address()).isEqualTo(first.address());
    }
}
