package io.tollgate.launcher;

import io.tollgate.schemas.setting.Settings;
import io.tollgate.schemas.setting.SettingsRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Function;

/**
 * The key that tokens in SIP messages are made with. One that is made here serves one machine's {@code up}; gateways that
 * share calls share a file that their operator made. One key a line, in hex: the first makes tokens, all of them check.
 */
final class SecretFile {

    private static final int KEY_BYTES = 32;

    private SecretFile() {}

    /** Makes the file unless it is there; only its owner can read it. */
    static void ensure(Path file) {
        if (Files.exists(file)) {
            return; // calls that outlive the restart carry tokens made with it
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(draft, newKey());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE); // never half a key
        } catch (IOException e) {
            throw new SettingsRefused(
                    Settings.fault("data", String.valueOf(file.getParent()), "that it can be written"));
        }
    }

    /**
     * Looks at settings as if the file were there: a start that is refused must leave nothing behind, so where the file is
     * still to be made another one stands in for as long as {@code check} runs.
     */
    static <T> T withStandIn(Path file, Function<Path, T> check) {
        if (Files.exists(file)) {
            return check.apply(file);
        }
        try {
            Path standIn = Files.createTempFile("tollgate", null);
            try {
                Files.writeString(standIn, newKey());
                return check.apply(standIn);
            } finally {
                Files.delete(standIn);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary file", e);
        }
    }

    private static String newKey() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return HexFormat.of().formatHex(key) + System.lineSeparator();
    }
}
