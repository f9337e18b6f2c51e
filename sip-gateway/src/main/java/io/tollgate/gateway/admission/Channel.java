package io.tollgate.gateway.admission;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call's claim to a channel of its account, taken and given back once. Belongs to its call's shard. */
public final class Channel {
    /** For calls that need none. */
    public static final Channel NOT_NEEDED = new Channel(null, "", 0);

    private final @Nullable Channels channels;
    private final String account;
    private final int limit;
    private boolean taken;

    Channel(@Nullable Channels channels, String account, int limit) {
        this.channels = channels;
        this.account = account;
        this.limit = limit;
    }

    /** Whether the call may go on: it has its channel, or needs none. */
    public boolean take() {
        if (channels == null || taken) {
            return true;
        }
        taken = channels.take(account, limit);
        return taken;
    }

    /** Whether the call has one. */
    public boolean taken() {
        return taken;
    }

    /** The call is over. */
    public void release() {
        if (taken) {
            taken = false;
            Objects.requireNonNull(channels).release(account);
        }
    }
}
