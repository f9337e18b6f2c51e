package io.tollgate.gateway.upstream;

/**
 * One of the operator's proxies as it was configured. Immutable.
 *
 * @param name as the operator wrote it
 * @param host a name or an address, as it stands in a URI: IPv6 in brackets
 * @param port -1 where none was given
 */
public record UpstreamProxy(String name, String host, int port) {
    /** Under the name of its host and port. */
    public UpstreamProxy(String host, int port) {
        this("sip:" + (port < 0 ? host : host + ":" + port), host, port);
    }

    /** What stands in a Request-URI that names this proxy. */
    public String hostPort() {
        return port < 0 ? host : host + ":" + port;
    }

    /**
     * Whether a URI's host and port name this proxy.
     *
     * @param uriPort the one that is meant
     */
    boolean named(String uriHost, int uriPort) {
        return host.equalsIgnoreCase(uriHost) && (port < 0 || port == uriPort);
    }
}
