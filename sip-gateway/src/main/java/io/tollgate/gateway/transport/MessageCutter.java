package io.tollgate.gateway.transport;

import io.netty.channel.ChannelHandler;

/** Makes SIP messages of what a connection delivers, each an array of its own. One for each connection. */
interface MessageCutter extends ChannelHandler {
    /** Whether part of a message has come whose rest is outstanding. */
    boolean midMessage();
}
