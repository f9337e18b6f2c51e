package io.tollgate.gateway.names;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A DNS server with one zone, on loopback over UDP. Safe for all threads. */
final class TinyDns implements AutoCloseable {
    private static final int MOST_BYTES = 4_096;

    private final DatagramSocket socket;
    private final AtomicLong asked = new AtomicLong();
    private volatile List<Record> records = List.of();
    private volatile Predicate<Record> failing = question -> false;

    TinyDns() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread thread = new Thread(this::serve, "tiny-dns");
        thread.setDaemon(true);
        thread.start();
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /** What it knows from now on, as a master file has it. */
    void zone(String text) {
        List<Record> zone = new ArrayList<>();
        try {
            Master master = new Master(
                    new java.io.ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                zone.add(record);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(text, e);
        }
        records = zone;
    }

    /** Whether it says SERVFAIL to everything. */
    void fail(boolean wanted) {
        failing = question -> wanted;
    }

    /** It says SERVFAIL to these questions: a name and a type each, as in a master file. */
    void failAt(String... questions) {
        failing = question -> List.of(questions).contains(question.getName() + " " + Type.string(question.getType()));
    }

    long asked() {
        return asked.get();
    }

    private void serve() {
        byte[] bytes = new byte[MOST_BYTES];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(bytes, packet.getLength()));
                byte[] answer = answer(query).toWire(MOST_BYTES);
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException e) {
                // Closed, or no DNS: the next one.
                continue;
            }
        }
    }

    private Message answer(Message query) {
        asked.incrementAndGet();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        Record question = query.getQuestion();
        answer.addRecord(question, Section.QUESTION);
        if (failing.test(question)) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        Name name = question.getName();
        List<Record> of =
                records.stream().filter(record -> record.getName().equals(name)).toList();
        for (Record record : of) {
            if (record.getType() == question.getType() || record.getType() == Type.CNAME) {
                answer.addRecord(record, Section.ANSWER);
            }
        }
        if (of.isEmpty()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    @Override
    public void close() {
        socket.close();
    }
}
