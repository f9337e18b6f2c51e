package io.tollgate.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

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
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path draft = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(draft);
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.writeString(draft, HexFormat.of().formatHex(key) + System.lineSeparator());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE); // never half a key
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
