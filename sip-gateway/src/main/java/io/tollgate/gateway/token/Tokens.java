package io.tollgate.gateway.token;

import io.tollgate.gateway.identity.Direction;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Signs and verifies what we write into other people's messages and believe when it comes back: Record-Route and Path
 * parameters, Via branches, nonces. Without a good token a request that claims to be in-dialog is no business of ours, and a
 * response without a good branch is recognised without a search.
 *
 * <p>Not shared: one for each shard, and one more for each thread that dispatches. The first octet says kind and
 * version; the MAC (128 bits, of a branch 64) is over it and everything else. Cost: one HMAC-SHA256 each, about a
 * microsecond; garbage costs at most one for each key and tag.
 */
public final class Tokens {
    /** Before every branch (RFC 3261 section 8.1.1.7). */
    public static final String MAGIC_COOKIE = "z9hG4bK";

    private static final int PASS_V1 = 0x11;
    private static final int PATH_V2 = 0x22;
    private static final int BRANCH_V1 = 0x31;
    private static final int NONCE_V1 = 0x41;
    private static final int PASSED_ON_V1 = 0x51;
    private static final byte[] PATH_CONTEXT = {PATH_V2};
    private static final byte[] NONCE_CONTEXT = {NONCE_V1};
    private static final int MAC_OCTETS = 16;
    private static final int BRANCH_MAC_OCTETS = 8;
    /** Of branch and MAC as base64url. */
    private static final int BRANCH_CHARACTERS = MAGIC_COOKIE.length() + 22;
    /** Longest token read, in characters: far more than names of 128 characters need. */
    private static final int MOST_CHARACTERS = 4_096;

    private final Seal[] seals;
    private final byte[] process;
    private final long processMark;

    /**
     * @param gatewayId with the epoch it makes branches this process's own: a late response to another life's
     *     transaction must not find one of ours
     * @param epoch grows with each start of that gateway
     */
    public Tokens(TokenKeys keys, String gatewayId, long epoch) {
        seals = new Seal[keys.count()];
        for (int i = 0; i < seals.length; i++) {
            seals[i] = new Seal(keys.secret(i));
        }
        byte[] id = TokenWriter.utf8(gatewayId);
        process = new TokenWriter(id.length + 11)
                .octet(BRANCH_V1)
                .number(epoch)
                .text(id)
                .octets();
        processMark = mark();
    }

    /** Short for gateway and epoch. */
    private long mark() {
        byte[] mark = new byte[Long.BYTES];
        seals[0].update(process, 0, process.length);
        seals[0].write(mark, 0, mark.length);
        return ByteBuffer.wrap(mark).getLong();
    }

    /**
     * The parameter of our Record-Route in the INVITE with this Call-ID and From tag.
     *
     * @throws IllegalArgumentException when a name is longer than 65,535 octets
     */
    public String encode(PassToken pass, String sipCallId, String fromTag) {
        byte[] callId = TokenWriter.utf8(pass.callId());
        byte[] account = TokenWriter.utf8(pass.account());
        byte[] body = new TokenWriter(64 + callId.length + account.length)
                .octet(PASS_V1)
                .octet(pass.direction() == Direction.OUTBOUND ? 0 : 1)
                .hop(pass.customer())
                .hop(pass.upstream())
                .text(callId)
                .text(account)
                .octets();
        return sealed(body, bound(PASS_V1, sipCallId, fromTag));
    }

    /**
     * What a good token in an in-dialog request says; null when it is not ours, or not of this Call-ID and tags.
     *
     * @param tagA one tag of the request; null: it has none, as a caller's of RFC 2543 (RFC 3261 section 12.1.1)
     * @param tagB the other one; the INVITE's From tag is either
     */
    public @Nullable PassToken verify(String token, String sipCallId, @Nullable String tagA, @Nullable String tagB) {
        PassToken pass = verify(token, sipCallId, tagA == null ? "" : tagA);
        return pass != null ? pass : verify(token, sipCallId, tagB == null ? "" : tagB);
    }

    /** As above where the INVITE's From tag is known: good only with it. */
    public @Nullable PassToken verify(String token, String sipCallId, String fromTag) {
        byte[] octets = opened(token, PASS_V1, bound(PASS_V1, sipCallId, fromTag));
        if (octets == null) {
            return null;
        }
        TokenReader reader = new TokenReader(octets, octets.length - MAC_OCTETS);
        reader.octet();
        Direction direction = reader.octet() == 0 ? Direction.OUTBOUND : Direction.INBOUND;
        Hop customer = reader.hop();
        Hop upstream = reader.hop();
        return new PassToken(reader.text(), reader.text(), customer, upstream, direction);
    }

    /**
     * The parameter of our Path in a REGISTER.
     *
     * @throws IllegalArgumentException when a name is longer than 65,535 octets
     */
    public String encode(PathToken path) {
        byte[] gatewayId = TokenWriter.utf8(path.gatewayId());
        byte[] account = TokenWriter.utf8(path.account());
        byte[] at = TokenWriter.utf8(path.at());
        byte[] body = new TokenWriter(64 + gatewayId.length + at.length + account.length)
                .octet(PATH_V2)
                .hop(path.device())
                .number(path.connection())
                .text(gatewayId)
                .text(at)
                .text(account)
                .octets();
        return sealed(body, PATH_CONTEXT);
    }

    /** What a good token in a Route made from our Path says; null when it is not ours. */
    public @Nullable PathToken verifyPath(String token) {
        byte[] octets = opened(token, PATH_V2, PATH_CONTEXT);
        if (octets == null) {
            return null;
        }
        TokenReader reader = new TokenReader(octets, octets.length - MAC_OCTETS);
        reader.octet();
        Hop device = reader.hop();
        long connection = reader.number();
        return new PathToken(reader.text(), reader.text(), reader.text(), device, connection);
    }

    /**
     * Says that a gateway has counted a request and passes it on to the one that holds the flow of this Path token: good for
     * requests with this Call-ID and From tag alone.
     *
     * @param by host and port of that gateway; empty: it does not know them
     */
    public String passOn(String by, String path, String sipCallId, String fromTag) {
        byte[] address = TokenWriter.utf8(by);
        byte[] body = new TokenWriter(8 + address.length)
                .octet(PASSED_ON_V1)
                .text(address)
                .octets();
        return sealed(body, bound(PASSED_ON_V1, sipCallId, fromTag, path));
    }

    /** Where the gateway is that passed such a request on; null when none of ours did. */
    public @Nullable String passedOnBy(String token, String path, String sipCallId, String fromTag) {
        byte[] octets = opened(token, PASSED_ON_V1, bound(PASSED_ON_V1, sipCallId, fromTag, path));
        if (octets == null) {
            return null;
        }
        TokenReader reader = new TokenReader(octets, octets.length - MAC_OCTETS);
        reader.octet();
        return reader.text();
    }

    /** The nonce of a challenge. */
    public String nonce(long issuedMicros, long number) {
        byte[] body = new TokenWriter(1 + 3 * Long.BYTES)
                .octet(NONCE_V1)
                .number(processMark)
                .number(issuedMicros)
                .number(number)
                .octets();
        return sealed(body, NONCE_CONTEXT);
    }

    /** What a nonce says that a gateway of this cluster issued; null: none did. */
    public @Nullable NonceToken verifyNonce(String nonce) {
        byte[] octets = opened(nonce, NONCE_V1, NONCE_CONTEXT);
        if (octets == null) {
            return null;
        }
        TokenReader reader = new TokenReader(octets, octets.length - MAC_OCTETS);
        reader.octet();
        return new NonceToken(reader.number() == processMark, reader.number(), reader.number());
    }

    /** The branch of our Via for this transaction, whose id is above 0. */
    public String branch(long transactionId) {
        if (transactionId <= 0) {
            throw new IllegalArgumentException("transaction " + transactionId);
        }
        byte[] octets = ByteBuffer.allocate(Long.BYTES + BRANCH_MAC_OCTETS)
                .putLong(transactionId)
                .array();
        Seal seal = branchSeal(octets);
        seal.write(octets, Long.BYTES, BRANCH_MAC_OCTETS);
        return MAGIC_COOKIE + Base64Url.encoded(octets);
    }

    /** The transaction of a branch that this process wrote; 0 when it did not. */
    public long transactionId(CharSequence branch) {
        if (branch.length() != BRANCH_CHARACTERS || !cookie(branch)) {
            return 0;
        }
        byte[] octets = Base64Url.decoded(branch, MAGIC_COOKIE.length());
        if (octets == null || !branchSeal(octets).matches(octets, Long.BYTES, BRANCH_MAC_OCTETS)) {
            return 0;
        }
        return ByteBuffer.wrap(octets).getLong();
    }

    private Seal branchSeal(byte[] octets) {
        Seal seal = seals[0];
        seal.update(process, 0, process.length);
        seal.update(octets, 0, Long.BYTES);
        return seal;
    }

    private static boolean cookie(CharSequence branch) {
        for (int i = 0; i < MAGIC_COOKIE.length(); i++) {
            if (branch.charAt(i) != MAGIC_COOKIE.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** What a token is bound to; each length is in front, so that no other dialog and body give its octets. */
    private static byte[] bound(int kind, String... texts) {
        byte[][] parts = new byte[texts.length][];
        int length = 1;
        for (int i = 0; i < texts.length; i++) {
            parts[i] = TokenWriter.utf8(texts[i]);
            length += Integer.BYTES + parts[i].length;
        }
        // Not limited to 65,535 octets each: these come from the wire, and verifying must not throw.
        ByteBuffer octets = ByteBuffer.allocate(length).put((byte) kind);
        for (byte[] part : parts) {
            octets.putInt(part.length).put(part);
        }
        return octets.array();
    }

    private String sealed(byte[] body, byte[] context) {
        byte[] octets = Arrays.copyOf(body, body.length + MAC_OCTETS);
        Seal seal = seals[0];
        seal.update(context, 0, context.length);
        seal.update(body, 0, body.length);
        seal.write(octets, body.length, MAC_OCTETS);
        return Base64Url.encoded(octets);
    }

    private byte @Nullable [] opened(String token, int kind, byte[] context) {
        byte[] octets = token.length() > MOST_CHARACTERS ? null : Base64Url.decoded(token, 0);
        if (octets == null || octets.length <= MAC_OCTETS || octets[0] != kind) {
            return null;
        }
        int body = octets.length - MAC_OCTETS;
        for (Seal seal : seals) {
            seal.update(context, 0, context.length);
            seal.update(octets, 0, body);
            if (seal.matches(octets, body, MAC_OCTETS)) {
                return octets;
            }
        }
        return null;
    }
}
