package io.tollgate.gateway.identity;

import org.jspecify.annotations.Nullable;

/**
 * The answer to a digest challenge (RFC 7616 section 3.4), its values unquoted and as they were sent. Immutable; does not
 * show the response, from which a weak password can be guessed.
 *
 * @param algorithm null: MD5 is meant
 * @param qop null: as RFC 2069 has it, without a nonce count
 */
public record DigestResponse(
        String nonce,
        String uri,
        String response,
        @Nullable String algorithm,
        @Nullable String qop,
        @Nullable String nonceCount,
        @Nullable String cnonce) {
    @Override
    public String toString() {
        return "DigestResponse[uri=" + uri + "]";
    }
}
