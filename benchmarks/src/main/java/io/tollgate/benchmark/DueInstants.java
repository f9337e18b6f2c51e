package io.tollgate.benchmark;

import io.tollgate.Admission;
import io.tollgate.CallAnswered;
import io.tollgate.CallEvent;
import io.tollgate.Termination;
import io.tollgate.schemas.topic.Topics;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What Tollgate said beforehand of when the calls of a scenario would end: paidSeconds with the admission, and then
 * Terminations that moved the instant. The last word must be the exact instant, reckoned from CallAnswered. Immutable.
 */
final class DueInstants {

    /** What was said of one call; instants in microseconds UTC. */
    private record Said(
            CutCall call,
            long answered,
            long exact,
            @Nullable Integer paidSeconds,
            List<Termination> terminations) {
        long last() {
            Instant at = terminations.isEmpty()
                    ? null
                    : terminations.get(terminations.size() - 1).getAt();
            if (at != null) {
                return micros(at);
            }
            return paidSeconds == null ? Long.MAX_VALUE : answered + paidSeconds * 1_000_000L;
        }

        @Override
        public String toString() {
            return "gateway " + call.gateway() + ": paid for " + paidSeconds + " s at its admission, then "
                    + terminations.stream()
                            .map(order -> "revision " + order.getRevision() + " "
                                    + (order.getAt() == null ? "withdrawn" : seconds(micros(order.getAt()) - answered)))
                            .collect(Collectors.joining(", "))
                    + "; exact " + seconds(exact - answered);
        }

        private static String seconds(long micros) {
            return String.format(Locale.ROOT, "%.6f s", micros / 1e6);
        }
    }

    private final List<Said> said;

    private DueInstants(List<Said> said) {
        this.said = List.copyOf(said);
    }

    static DueInstants of(TollgateProcess tollgate, CutScenario scenario, List<CutScenario.Group> groups) {
        Map<String, CallEvent> answers = new LinkedHashMap<>();
        for (CallEvent event : TopicContents.read(tollgate, Topics.CALL_EVENTS, CallEvent.class)) {
            if (event.getEvent() instanceof CallAnswered) {
                answers.put(event.getSipCallId(), event);
            }
        }
        Map<String, Admission> admissions = TopicContents.read(tollgate, Topics.ADMISSIONS, Admission.class).stream()
                .collect(Collectors.toMap(Admission::getCallId, admission -> admission, (first, second) -> second));
        Map<String, List<Termination>> terminations =
                TopicContents.read(tollgate, Topics.TERMINATIONS, Termination.class).stream()
                        .filter(order -> order.getTerminationId().startsWith("balance:"))
                        .sorted(Comparator.comparingLong(Termination::getRevision))
                        .collect(Collectors.groupingBy(Termination::getCallId));
        List<Said> said = new ArrayList<>();
        for (CutScenario.Group group : groups) {
            if (!group.calls().stream().allMatch(call -> answers.containsKey(call.id()))) {
                continue;
            }
            Map<String, Long> answered = new LinkedHashMap<>();
            group.calls()
                    .forEach(call -> answered.put(
                            call.id(), micros(answers.get(call.id()).getAt())));
            Map<String, Long> exact = scenario.exact(answered);
            for (CutCall call : group.calls()) {
                String callId = answers.get(call.id()).getCallId();
                Admission admission = admissions.get(callId);
                said.add(new Said(
                        call,
                        answered.get(call.id()),
                        exact.get(call.id()),
                        admission == null ? null : admission.getPaidSeconds(),
                        terminations.getOrDefault(callId, List.of())));
            }
        }
        return new DueInstants(said);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    void print() {
        long exact = said.stream().filter(each -> each.last() == each.exact()).count();
        long orders =
                said.stream().mapToLong(each -> each.terminations().size()).sum();
        System.out.printf(
                "said beforehand last due instant exact to the microsecond for %d of %d calls; %d Terminations%n",
                exact, said.size(), orders);
        said.stream().limit(3).forEach(each -> System.out.println("                " + each));
        said.stream()
                .filter(each -> each.last() != each.exact())
                .limit(3)
                .forEach(each -> System.out.println("     not exact  " + each));
    }
}
