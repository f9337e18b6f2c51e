package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.CallAnswered;
import io.tollgate.CallAttempted;
import io.tollgate.CallEnded;
import io.tollgate.CallEvent;
import io.tollgate.CallRinging;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The events of one call, in the order in which a consumer had them. Immutable. */
record CallHistory(List<CallEvent> events) {
    CallHistory {
        events = List.copyOf(events);
    }

    /**
     * Waits until so many calls of these events have ended, and gives each call's events by SIP Call-ID. Nothing that
     * belongs to a call comes after its CallEnded, save LegClosed, so what is there then is all.
     */
    static Map<String, CallHistory> awaitEnded(
            TopicReader<CallEvent> events, int calls, Predicate<? super CallEvent> wanted) {
        events.await(
                calls + " calls to end", calls, event -> event.getEvent() instanceof CallEnded && wanted.test(event));
        Map<String, List<CallEvent>> byCall = events.values(wanted).stream()
                .collect(Collectors.groupingBy(CallEvent::getSipCallId, LinkedHashMap::new, Collectors.toList()));
        Map<String, CallHistory> histories = new LinkedHashMap<>();
        byCall.forEach((callId, found) -> histories.put(callId, new CallHistory(found)));
        return histories;
    }

    /** Holds that each is attempted, maybe ringing, answered and ended, once and in order, under ids of their own. */
    static void assertComplete(Collection<CallHistory> histories) {
        assertThat(histories).allSatisfy(CallHistory::assertComplete);
        assertThat(histories.stream().flatMap(CallHistory::eventIds).toList()).doesNotHaveDuplicates();
        assertThat(histories.stream().map(history -> history.events.get(0).getCallId()))
                .doesNotHaveDuplicates();
    }

    private void assertComplete() {
        List<Class<?>> kinds = events.stream()
                .<Class<?>>map(event -> event.getEvent().getClass())
                .toList();
        assertThat(kinds)
                .isIn(
                        List.of(CallAttempted.class, CallRinging.class, CallAnswered.class, CallEnded.class),
                        List.of(CallAttempted.class, CallAnswered.class, CallEnded.class));
        assertThat(events.stream().map(CallEvent::getSequence).toList())
                .isEqualTo(IntStream.range(0, events.size()).boxed().toList());
        assertThat(events.stream().map(CallEvent::getCallId).distinct()).hasSize(1);
        assertThat(events.stream().map(CallEvent::getAt).toList()).isSorted();
    }

    private java.util.stream.Stream<String> eventIds() {
        return events.stream().map(CallEvent::getEventId);
    }

    /** When the gateway passed the 2xx on. */
    Instant answeredAt() {
        return events.stream()
                .filter(event -> event.getEvent() instanceof CallAnswered)
                .map(CallEvent::getAt)
                .findFirst()
                .orElseThrow();
    }
}
