package io.tollgate.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How TLS is spoken, by the listeners and to others. Immutable.
 *
 * @param certificate the chain that we show, ours first
 * @param key its key
 * @param trust who may have signed the certificates of peers; null: those that the JDK trusts
 * @param clients whether peers that connect to {@code sips} have to show a certificate
 * @param verify what of a peer's certificate is checked when we connect
 * @param handshake longest wait for the end of a handshake
 * @param reload how often the files are looked at for a change
 */
public record TlsSettings(
        Path certificate,
        Path key,
        @Nullable Path trust,
        ClientAuth clients,
        Verify verify,
        Duration handshake,
        Duration reload) {

    /** Certificates of peers that connect to us. */
    public enum ClientAuth {
        NONE,
        WANT,
        REQUIRE
    }

    /** Certificates of peers that we connect to. */
    public enum Verify {
        /** It is signed by whom we trust and names the host that we mean. */
        NAME,
        /** It is signed by whom we trust: for an authority of one's own. */
        CHAIN
    }

    /** No client certificates, the JDK's authorities, names verified. */
    public static TlsSettings of(Path certificate, Path key) {
        return new TlsSettings(
                certificate, key, null, ClientAuth.NONE, Verify.NAME, Duration.ofSeconds(5), Duration.ofSeconds(10));
    }
}
