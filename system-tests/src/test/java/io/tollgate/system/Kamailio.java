package io.tollgate.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Kamailio in the operator's place. As registrar and proxy for domain {@value #DOMAIN} it challenges REGISTER and INVITE
 * and honours Path; every user's password is {@code secret-} and the user. As collector it takes HEP copies. For one
 * thread; closing ends it.
 */
final class Kamailio implements AutoCloseable {
    static final String DOMAIN = "operator.example";

    private static final String HOST = "127.0.0.1";

    private final String address;
    private final Program program;

    private Kamailio(String address, Program program) {
        this.address = address;
        this.program = program;
    }

    /** Starts the registrar and proxy on a free port and waits until it listens. */
    static Kamailio registrar(Path directory) {
        return registrar(directory, HOST);
    }

    /** The same on another address of this machine. */
    static Kamailio registrar(Path directory, String host) {
        return start(directory, "registrar.cfg", host);
    }

    /** Starts a HEP collector on a free port and waits until it listens. */
    static Kamailio collector(Path directory) {
        return start(directory, "collector.cfg", HOST);
    }

    private static Kamailio start(Path directory, String name, String host) {
        String address = host + ":" + Program.freePort(host);
        Path configuration = directory.resolve(name);
        try (var text = Objects.requireNonNull(Kamailio.class.getResourceAsStream("/kamailio/" + name))) {
            String filledIn = new String(text.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("HOST:PORT", address)
                    .replace("DIRECTORY", directory.toString());
            Files.writeString(configuration, filledIn);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // -DD: it stays our child; -E: it says everything to us; 64 MB for all of it, 8 for each of its processes.
        Program program = Program.start(
                directory, "kamailio", "-f", configuration.toString(), "-DD", "-E", "-m", "64", "-M", "8");
        Kamailio kamailio = new Kamailio(address, program);
        try {
            program.await("SO_RCVBUF is finally"); // its last word before it takes messages
            return kamailio;
        } catch (AssertionError e) {
            kamailio.close();
            throw e;
        }
    }

    static String password(String user) {
        return "secret-" + user;
    }

    /** {@code HOST:PORT} where it listens. */
    String address() {
        return address;
    }

    /** Waits until a user is registered behind a Path that begins like this, after what was awaited before. */
    void awaitRegistered(String user, String path) {
        program.await("registered " + user + " by path " + path);
    }

    /** Waits for the copy of a message that came from there; of a request to {@code what}, or {@code STATUS to METHOD}. */
    void awaitCopy(String from, String what) {
        program.await("copy from " + from + " of " + what);
    }

    /** The requests that it got so far which have this in their method, Request-URI or user. */
    List<String> requests(String part) {
        return program.said()
                .lines()
                .filter(line -> line.contains("request ") && line.contains(part))
                .toList();
    }

    @Override
    public void close() {
        program.close();
    }
}
