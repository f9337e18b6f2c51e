package io.tollgate.gateway.metrics;

import io.tollgate.gateway.proxy.BlockReason;
import io.tollgate.gateway.proxy.Proxy;
import io.tollgate.gateway.proxy.ProxyCounters;
import io.tollgate.gateway.wire.MalformedMessage;
import java.util.Locale;

/**
 * Names for what the proxy counts. When nothing moves: {@code calls_attempted = calls_admitted + calls_refused +
 * calls_challenged + calls_unready + calls_unreadable}. Stateless.
 */
public final class ProxyMeters {
    private ProxyMeters() {}

    /** Shows the proxy's numbers. */
    public static void bind(GatewayMetrics metrics, Proxy proxy) {
        ProxyCounters counters = proxy.counters();
        metrics.count("calls.attempted", "INVITEs that would start a call", counters::attempts);
        metrics.count("calls.admitted", "Attempts sent on, or kept for their Admission", counters::admitted);
        metrics.count("calls.refused", "Attempts refused by policy at once", counters::refused);
        metrics.count("transfers.asked", "REFERs of customers that were accepted", counters::transfers);
        metrics.count(
                "calls.transferred", "Attempts that are the account's that asked by REFER", counters::transferred);
        metrics.count("calls.challenged", "Attempts answered with a digest challenge", counters::challenged);
        metrics.count("digest.challenges", "Requests answered with a digest challenge", counters::challenges);
        metrics.count("digest.stale", "Those whose nonce alone was no good", counters::staleNonces);
        metrics.count("digest.failed", "Those that did not have the password", counters::failedAuthentications);
        metrics.count("calls.unready", "Attempts while starting, draining or full", counters::unready);
        metrics.count("calls.unreadable", "Attempts that could not be read or routed", counters::unreadable);
        metrics.count("calls.undecided", "Calls for which no Admission came in time", counters::undecided);
        metrics.count("calls.unconfirmed", "Calls ended since nobody said what is paid", counters::unconfirmed);
        metrics.count("calls.observed", "Refusals and terminations that were not enforced", counters::observed);
        metrics.count("calls.unpublished", "Unproven attempts beyond their source's rate", counters::unpublished);
        metrics.gauge("calls.live", "Calls that are not over", proxy::liveCalls);
        metrics.gauge("calls.deadlines", "Instants at which calls are to end", proxy::deadlines);
        metrics.gauge("sip.transactions", "Transactions kept", proxy::transactions);
        metrics.gauge(
                "registrations",
                "Registered devices whose flow proves their account",
                () -> proxy.registrations().size());
        metrics.count(
                "registrations.forgone",
                "Registrations without room to be remembered",
                () -> proxy.registrations().forgone());
        metrics.count("terminations.repeated", "Terminations taken before, once a shard", counters::repeatedOrders);
        metrics.count("sip.stray.responses", "Responses to nothing that was sent", counters::strayResponses);
        metrics.count("sip.stray.requests", "Requests of dialogs that are not ours", counters::strayRequests);
        metrics.count("sip.invalid", "Requests with a Request-URI, a Route or an extension unknown", counters::invalid);
        metrics.count("legs.unclosed", "Legs that refused their BYE", counters::unclosed);
        metrics.count("sip.loops", "Requests that came back unchanged, or too often", counters::loops);
        metrics.count("sip.shed", "Messages left out under overload", counters::shed);
        metrics.gauge("sip.overload.share", "Share of new calls left out by the busiest shard", proxy::overload);
        metrics.gauge("sip.queueing.seconds", "Least wait for the busiest shard, half a second long", proxy::queueing);
        metrics.gauge("calls.lingering", "Calls that are over and answer what comes late", proxy::lingering);
        metrics.gauge("calls.lingering.bytes", "What these hold of messages", proxy::lingeringBytes);
        metrics.count("sip.answers.withheld", "Answers that outweigh an unproven request", counters::withheld);
        metrics.count("sip.unheard", "Messages of sources over their bounds, passed over", counters::unheard);
        for (BlockReason reason : BlockReason.values()) {
            metrics.count(
                    "sip.sources.blocked",
                    "Sources not heard any longer for a while, by why",
                    () -> counters.blocked(reason),
                    "reason",
                    reason.name().toLowerCase(Locale.ROOT));
        }
        metrics.count(
                "upstream.failovers",
                "Requests sent to another upstream, since one did not serve",
                counters::failovers);
        for (MalformedMessage.Fault fault : MalformedMessage.Fault.values()) {
            metrics.count(
                    "sip.malformed",
                    "Messages that are no SIP, by fault",
                    () -> counters.malformed(fault),
                    "fault",
                    fault.name().toLowerCase(Locale.ROOT));
        }
    }
}
