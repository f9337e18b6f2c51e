package io.tollgate.system;

import io.tollgate.testsupport.scenario.Await;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A program of others in a process of its own: what it says, what it is told, how it ends. For one thread, beside the one
 * that reads what it says. Closing ends it, and what it has started.
 */
final class Program implements AutoCloseable {
    private static final Duration ENDING = Duration.ofSeconds(5);
    private static final int PORTS_TRIED = 20;

    private final String name;
    private final Process process;
    private final StringBuffer said = new StringBuffer();
    private final Thread reader;
    private int heard;

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(this::read, name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it in this directory, which is its home as well: it shall find nothing that others left there. */
    static Program start(Path directory, String... command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", directory.toString());
        try {
            return new Program(command[0], builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of four digits that nobody has, neither for UDP nor for TCP: sipsak leaves the fifth out. */
    static int freePort(String host) {
        for (int i = 0; i < PORTS_TRIED; i++) {
            int port = ThreadLocalRandom.current().nextInt(2_000, 10_000);
            try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getByName(host));
                    DatagramSocket udp = new DatagramSocket(port, InetAddress.getByName(host))) {
                if (tcp.isBound() && udp.isBound()) {
                    return port;
                }
            } catch (IOException taken) {
                continue;
            }
        }
        throw new AssertionError("no port is free for both UDP and TCP");
    }

    private void read() {
        char[] some = new char[8_192];
        try (Reader text = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int count = text.read(some); count >= 0; count = text.read(some)) {
                said.append(some, 0, count);
            }
        } catch (IOException e) {
            said.append("(output lost: ").append(e).append(')');
        }
    }

    /** Waits until it says this, after what was awaited before. */
    void await(String part) {
        Await.until(
                "'" + part + "' of " + name,
                Cluster.PATIENCE,
                () -> said.indexOf(part, heard) >= 0 || !process.isAlive() && !reader.isAlive(),
                () -> said);
        int at = said.indexOf(part, heard);
        if (at < 0) {
            throw new AssertionError(name + " ended and did not say '" + part + "'; it said:\n" + said);
        }
        heard = at + part.length();
    }

    /** All that it said so far. */
    String said() {
        return said.toString();
    }

    /** Writes a line to its standard input. */
    void type(String line) {
        try {
            Writer keyboard = process.outputWriter(StandardCharsets.UTF_8);
            keyboard.write(line + "\n");
            keyboard.flush();
        } catch (IOException e) {
            throw new AssertionError(name + " does not listen; it said:\n" + said, e);
        }
    }

    /** Waits until it ends by itself and has said everything; gives its status. */
    int awaitStatus(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(name + " still runs after " + within + "; it said:\n" + said);
            }
            reader.join(ENDING.toMillis());
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> children = new ArrayList<>(process.descendants().toList());
        process.destroy();
        try {
            process.waitFor(ENDING.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
