package io.tollgate.gateway.admission;

import io.tollgate.gateway.wire.Flow;
import java.time.Duration;

/** What the parts of the gateway learn of a source, told to who decides whether it is heard any longer. For all threads. */
public interface SourceWatch {
    /** It has sent wrong credentials, or asked for what was not its to ask: it, and nobody in its name. */
    void failed(Flow from);

    /** It called or registered, and the upstream, or the account's own secret, accepted that. */
    void accepted(Flow from);

    /** It has received what was sent to its address: a good answer to a challenge, or a tag that only we told it. */
    void proved(Flow from);

    /** A registration over this flow was accepted, and holds for so long unless it is renewed. */
    void registered(Flow flow, Duration lifetime);

    /** A proven call uses this flow from now on. */
    void opened(Flow flow);

    /** As often as it was opened: one use of it is over. */
    void closed(Flow flow);
}
