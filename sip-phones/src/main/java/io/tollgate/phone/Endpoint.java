package io.tollgate.phone;

import gov.nist.javax.sip.message.SIPMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What phones and the test proxy share: a loop, a link, a parser, and a transcript of everything that passes.
 *
 * <p>{@link #send} belongs to the loop; the rest may be called from anywhere.
 */
final class Endpoint implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Endpoint.class);
    private static final int MOST_BAD = 1_000;

    private final Loop loop;
    private final Link link;
    private final SipParser parser = new SipParser();
    private final Transcript transcript;
    private final Repeats repeats = new Repeats();
    private final Losses lostWhenReceived = new Losses();
    private final Losses lostWhenSent = new Losses();
    private final List<String> unreadable = new CopyOnWriteArrayList<>();
    private Consumer<Incoming> receiver = message -> {};
    private @Nullable Sighting lastSent;

    Endpoint(String name, InetSocketAddress bind, int transcriptLimit) {
        this.transcript = new Transcript(transcriptLimit);
        this.loop = new Loop(name);
        try {
            this.link = Link.bind(loop, bind, this::received);
        } catch (RuntimeException e) {
            loop.close();
            throw e;
        }
    }

    /** Begins to read; until then what comes waits in the sockets. */
    void open(Consumer<Incoming> takes) {
        loop.execute(() -> {
            receiver = takes;
            link.listen();
        });
    }

    /** What was sent last, or was to be sent and lost. */
    Sighting lastSent() {
        if (lastSent == null) {
            throw new IllegalStateException("nothing was sent yet");
        }
        return lastSent;
    }

    Loop loop() {
        return loop;
    }

    SipParser parser() {
        return parser;
    }

    Link link() {
        return link;
    }

    Transcript transcript() {
        return transcript;
    }

    InetSocketAddress address() {
        return link.address();
    }

    Losses lostWhenReceived() {
        return lostWhenReceived;
    }

    Losses lostWhenSent() {
        return lostWhenSent;
    }

    /** Messages that JAIN-SIP's parser refused, each with its reason. Any entry means that somebody wrote bad SIP. */
    List<String> unreadable() {
        return List.copyOf(unreadable);
    }

    Sighting send(Hop to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean repeated = repeats.isRepeat(Sighting.Direction.SENT, to, bytes);
        Sighting sighting = new Sighting(Sighting.Direction.SENT, to, Moment.now(), text, repeated, false);
        if (lostWhenSent.takes(sighting)) {
            sighting = sighting.asLost();
            transcript.add(sighting);
        } else {
            transcript.add(sighting);
            link.send(to, bytes);
        }
        lastSent = sighting;
        return sighting;
    }

    private void received(byte[] bytes, Hop from, Moment at) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return; // a keep-alive
        }
        boolean repeated = repeats.isRepeat(Sighting.Direction.RECEIVED, from, bytes);
        Sighting sighting = new Sighting(Sighting.Direction.RECEIVED, from, at, text, repeated, false);
        if (lostWhenReceived.takes(sighting)) {
            transcript.add(sighting.asLost());
            return;
        }
        transcript.add(sighting);
        SIPMessage message;
        try {
            message = parser.message(bytes);
        } catch (ParseException | RuntimeException e) { // JAIN-SIP's parser also throws what it should have checked
            LOGGER.atWarn().addKeyValue("from", from).setCause(e).log("a phone cannot read a message");
            if (unreadable.size() < MOST_BAD) {
                unreadable.add(e.getMessage() + ":\n" + text);
            }
            return;
        }
        receiver.accept(new Incoming(sighting, message));
    }

    @Override
    public void close() {
        loop.close();
    }
}
