package io.tollgate.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * baresip, a softphone without a screen: registers with the operator through an outbound proxy, answers every call, and
 * does what is typed. Answers its challenges by itself. For one thread; closing ends it, without a good-bye to anybody.
 */
final class Baresip implements AutoCloseable {

    private final String user;
    private final Program program;

    private Baresip(String user, Program program) {
        this.user = user;
        this.program = program;
    }

    /** Starts one whose outbound proxy is this URI, and waits until it is registered. */
    static Baresip registered(Path directory, String user, String proxy) {
        Path home = directory.resolve(user);
        String account = "<sip:%s@%s>;auth_user=%s;auth_pass=%s;outbound=\"%s\";regint=300;answermode=auto%n"
                .formatted(user, Kamailio.DOMAIN, user, Kamailio.password(user), proxy);
        try (var text = Objects.requireNonNull(Baresip.class.getResourceAsStream("/baresip/config"))) {
            Files.createDirectories(home);
            Files.copy(text, home.resolve("config"));
            Files.writeString(home.resolve("accounts"), account);
            Files.writeString(home.resolve("contacts"), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Baresip baresip = new Baresip(user, Program.start(home, "baresip", "-f", home.toString()));
        try {
            baresip.program.await("registered successfully");
            return baresip;
        } catch (AssertionError e) {
            baresip.close();
            throw e;
        }
    }

    String user() {
        return user;
    }

    /** Calls a user or number of the operator's. */
    void dial(String destination) {
        program.type("/dial sip:" + destination + "@" + Kamailio.DOMAIN);
    }

    void hold() {
        program.type("/hold");
    }

    void resume() {
        program.type("/resume");
    }

    void hangUp() {
        program.type("/hangup");
    }

    /** Waits until a call is established, after what was awaited before. */
    void awaitEstablished() {
        program.await("Call established");
    }

    /** Waits until the other side wants the session changed. */
    void awaitReinvite() {
        program.await("got re-INVITE");
    }

    /** Waits until its call was refused with this status. */
    void awaitRefused(int status) {
        program.await("session closed: " + status + " ");
    }

    /** Waits until an established call was ended by a BYE that came. */
    void awaitBye() {
        program.await("session closed: Connection reset by peer");
    }

    @Override
    public void close() {
        program.close();
    }
}
