package io.tollgate.gateway.names;

import io.tollgate.gateway.wire.Transport;
import io.tollgate.schemas.setting.SipTarget;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.Address;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.NAPTRRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;

/**
 * Where SIP servers are by RFC 3263: NAPTR says the transport where the target names none, SRV the servers where it has no
 * port, A and AAAA their addresses. Where one of several questions gets no answer, as AAAA from many an old server, what the
 * others say counts, beside what that one last led to, and all is soon asked for again. Safe for all threads; nothing here
 * blocks.
 */
public final class SipNames {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int DEFAULT_PORT = 5060;
    private static final int DEFAULT_TLS_PORT = 5061;
    private static final int TRIES = 2;

    /** Names come from DNS too, which may be anybody's. */
    private static final int MOST_REMEMBERED = 1_000;

    /** The last answer to each question for addresses, by name and type. */
    private final Map<String, List<Record>> remembered = new ConcurrentHashMap<>();

    private final LookupSession session;
    private final Predicate<InetAddress> usable;

    /**
     * Names as these servers know them.
     *
     * @param servers none: the system's
     * @param usable whether an address can be reached from here: its family may have no socket
     */
    public SipNames(List<InetSocketAddress> servers, Predicate<InetAddress> usable) {
        ExtendedResolver resolver = servers.isEmpty()
                ? new ExtendedResolver()
                : new ExtendedResolver(servers.stream().map(SipNames::resolver).toList());
        resolver.setTimeout(TIMEOUT.multipliedBy(TRIES));
        resolver.setRetries(TRIES);
        for (Resolver one : resolver.getResolvers()) {
            one.setTimeout(TIMEOUT);
        }
        // Without a cache: nothing is asked for before its answer has lived its time.
        this.session =
                LookupSession.defaultBuilder().resolver(resolver).clearCaches().build();
        this.usable = usable;
    }

    private static Resolver resolver(InetSocketAddress server) {
        return new SimpleResolver(server);
    }

    /** Where a target leads, under the target's own name; fails where DNS gives no answer. */
    CompletionStage<Located> locate(SipTarget target) {
        String host = target.address().host();
        return find(target, host).thenApply(found -> {
            if (!found.isKnown()) {
                throw new CompletionException(found.missing());
            }
            return literal(host) == null ? found.under(host) : found;
        });
    }

    private CompletionStage<Located> find(SipTarget target, String host) {
        Transport transport = transport(target.transport());
        int port = transport == Transport.TLS ? DEFAULT_TLS_PORT : DEFAULT_PORT;
        return switch (target.lookup()) {
            case ADDRESS -> server(host, transport, target.address().port(), 0, 1);
            case SERVERS ->
                servers(service(transport) + host, transport)
                        .thenCompose(found -> orServer(found, host, transport, port));
            case TRANSPORT -> byTransport(host);
        };
    }

    /** RFC 3263 section 4.1: what NAPTR prefers, else what has SRV records, else UDP. */
    private CompletionStage<Located> byTransport(String host) {
        return records(host, Type.NAPTR)
                .thenCompose(found -> {
                    NAPTRRecord best = best(found);
                    return best == null
                            ? CompletableFuture.completedStage(Located.NOWHERE)
                            : servers(best.getReplacement().toString(), service(best));
                })
                .thenCompose(found -> orServers(found, host, Transport.UDP))
                .thenCompose(found -> orServers(found, host, Transport.TCP))
                .thenCompose(found -> orServer(found, host, Transport.UDP, DEFAULT_PORT));
    }

    private CompletionStage<Located> orServers(Located found, String host, Transport transport) {
        return isNone(found) ? servers(service(transport) + host, transport) : CompletableFuture.completedStage(found);
    }

    private CompletionStage<Located> orServer(Located found, String host, Transport transport, int port) {
        return isNone(found) ? server(host, transport, port, 0, 1) : CompletableFuture.completedStage(found);
    }

    /** Whether DNS says that there is nothing; where it says nothing, the next question would be another one. */
    private static boolean isNone(Located found) {
        return found.isKnown() && found.places().isEmpty();
    }

    private static @Nullable NAPTRRecord best(List<Record> records) {
        return records.stream()
                .filter(NAPTRRecord.class::isInstance)
                .map(NAPTRRecord.class::cast)
                .filter(record -> record.getFlags().equalsIgnoreCase("s") && service(record) != null)
                .min(Comparator.comparingInt(NAPTRRecord::getOrder).thenComparingInt(NAPTRRecord::getPreference))
                .orElse(null);
    }

    /** The transport of a NAPTR service, or null for one that is not spoken here. */
    private static @Nullable Transport service(NAPTRRecord record) {
        return switch (record.getService().toUpperCase(Locale.ROOT)) {
            case "SIP+D2U" -> Transport.UDP;
            case "SIP+D2T" -> Transport.TCP;
            case "SIPS+D2T" -> Transport.TLS;
            default -> null;
        };
    }

    private static String service(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TLS -> "_sips._tcp.";
            default -> "_sip._tcp.";
        };
    }

    private static Transport transport(SipTarget.Transport transport) {
        return switch (transport) {
            case UDP -> Transport.UDP;
            case TCP -> Transport.TCP;
            case TLS -> Transport.TLS;
        };
    }

    /** Those of one service (RFC 2782); a single target "." says that there is none. */
    private CompletionStage<Located> servers(String service, @Nullable Transport transport) {
        if (transport == null) {
            return CompletableFuture.completedStage(Located.NOWHERE);
        }
        return records(service, Type.SRV).thenCompose(records -> {
            CompletionStage<Located> all = CompletableFuture.completedStage(Located.NOWHERE);
            for (Record record : records) {
                if (record instanceof SRVRecord srv && !srv.getTarget().equals(Name.root)) {
                    Duration ttl = Duration.ofSeconds(srv.getTTL());
                    CompletionStage<Located> one = server(
                                    srv.getTarget().toString(),
                                    transport,
                                    srv.getPort(),
                                    srv.getPriority(),
                                    srv.getWeight())
                            .thenApply(found -> found.and(Located.lasting(ttl)));
                    all = all.thenCombine(one, Located::and);
                }
            }
            return all;
        });
    }

    private CompletionStage<Located> server(String host, Transport transport, int port, int priority, int weight) {
        InetAddress literal = literal(host);
        if (literal != null) {
            return CompletableFuture.completedStage(
                    Located.server(transport, port, priority, weight, List.of(literal), Duration.ofHours(1)));
        }
        return answer(host, Type.A).thenCombine(answer(host, Type.AAAA), (v4, v6) -> {
            List<InetAddress> addresses = new ArrayList<>();
            long ttl = Located.UNSAID.toSeconds();
            for (Record record :
                    Stream.concat(v4.records().stream(), v6.records().stream()).toList()) {
                InetAddress address = address(record);
                if (address != null && usable.test(address)) {
                    addresses.add(address);
                    ttl = addresses.size() == 1 ? record.getTTL() : Math.min(ttl, record.getTTL());
                }
            }
            Located found = Located.server(transport, port, priority, weight, addresses, Duration.ofSeconds(ttl));
            Throwable failure = v4.failure() == null ? v6.failure() : v4.failure();
            return failure == null ? found : found.without(failure, v4.failure() == null || v6.failure() == null);
        });
    }

    /** What was said to one question; the last time, if there is a reason why nothing was said now. */
    private record Answer(List<Record> records, @Nullable Throwable failure) {}

    private CompletionStage<Answer> answer(String name, int type) {
        String question = type + " " + name;
        return records(name, type).handle((records, failure) -> {
            if (failure != null) {
                return new Answer(remembered.getOrDefault(question, List.of()), failure);
            }
            if (remembered.size() >= MOST_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(question, records);
            return new Answer(records, null);
        });
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return Address.getByAddress(host);
        } catch (UnknownHostException name) {
            return null;
        }
    }

    private static @Nullable InetAddress address(Record record) {
        if (record instanceof ARecord a) {
            return a.getAddress();
        }
        return record instanceof AAAARecord aaaa ? aaaa.getAddress() : null;
    }

    /** The records of a name, none where it has none; fails where nobody answers. */
    private CompletionStage<List<Record>> records(String name, int type) {
        Name asked;
        try {
            asked = Name.fromString(name);
        } catch (TextParseException e) {
            return CompletableFuture.completedStage(List.of());
        }
        return session.lookupAsync(asked, type).handle((result, failure) -> {
            if (failure == null) {
                return result.getRecords();
            }
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof NoSuchDomainException || cause instanceof NoSuchRRSetException) {
                return List.<Record>of();
            }
            throw new CompletionException(cause);
        });
    }
}
