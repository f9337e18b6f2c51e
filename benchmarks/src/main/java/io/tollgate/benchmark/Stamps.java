package io.tollgate.benchmark;

import io.tollgate.phone.CallStep;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a call's 2xx came to the caller and when BYE came to each end, by SIP Call-ID, in microseconds UTC. Immutable.
 *
 * @param source who took them
 */
record Stamps(String source, Map<String, Long> answered, Map<String, Long> byeAtCaller, Map<String, Long> byeAtCallee) {
    private static final Pattern CALL_ID = Pattern.compile("\r\n(?:Call-ID|i) *: *([^\r]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern TO_INVITE = Pattern.compile("\r\nCSeq *: *\\d+ INVITE", Pattern.CASE_INSENSITIVE);

    /** From the datagrams that the kernel saw come to these ports; of repeated ones the first counts. */
    static Stamps ofKernel(String tool, List<Datagram> datagrams, int callers, int callees) {
        Stamps stamps = new Stamps("the kernel's (" + tool + ")", new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (Datagram datagram : datagrams) {
            String text = datagram.text();
            Matcher callId = CALL_ID.matcher(text);
            if (!callId.find()) {
                continue;
            }
            boolean toCaller = datagram.destinationPort() == callers;
            if (toCaller
                    && text.startsWith("SIP/2.0 2")
                    && TO_INVITE.matcher(text).find()) {
                stamps.answered.putIfAbsent(callId.group(1).strip(), datagram.epochMicros());
            } else if (text.startsWith("BYE ") && (toCaller || datagram.destinationPort() == callees)) {
                (toCaller ? stamps.byeAtCaller : stamps.byeAtCallee)
                        .putIfAbsent(callId.group(1).strip(), datagram.epochMicros());
            }
        }
        return stamps;
    }

    /** From the phones themselves: later by what their threads waited for a processor. */
    static Stamps ofPhones(List<CutCall> calls) {
        Stamps stamps = new Stamps(
                "the phones' own (neither tcpdump nor dumpcap can capture here)",
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>());
        for (CutCall call : calls) {
            call.caller()
                    .steps(CallStep.Kind.ANSWERED)
                    .forEach(step ->
                            stamps.answered.putIfAbsent(call.id(), step.at().epochMicros()));
            call.caller()
                    .steps(CallStep.Kind.ENDED)
                    .forEach(step ->
                            stamps.byeAtCaller.putIfAbsent(call.id(), step.at().epochMicros()));
            call.callee()
                    .ifPresent(callee -> callee.steps(CallStep.Kind.ENDED)
                            .forEach(step -> stamps.byeAtCallee.putIfAbsent(
                                    call.id(), step.at().epochMicros())));
        }
        return stamps;
    }

    /** Whether all three are there. */
    boolean complete(String callId) {
        return answered.containsKey(callId) && byeAtCaller.containsKey(callId) && byeAtCallee.containsKey(callId);
    }
}
