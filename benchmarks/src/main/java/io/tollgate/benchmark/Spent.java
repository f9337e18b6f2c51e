package io.tollgate.benchmark;

import io.tollgate.CallRecord;
import io.tollgate.schemas.topic.Topics;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the calls of a scenario cost in the end, by their records, and what was used and could not be paid. Immutable. */
record Spent(CutScenario scenario, List<CallRecord> records) {

    static Spent of(TollgateProcess tollgate, CutScenario scenario, List<CutScenario.Group> groups) {
        Set<String> calls = groups.stream()
                .flatMap(group -> group.calls().stream())
                .map(CutCall::id)
                .collect(Collectors.toSet());
        return new Spent(
                scenario,
                TopicContents.read(tollgate, Topics.CALL_RECORDS, CallRecord.class).stream()
                        .filter(record -> calls.contains(record.getSipCallId()))
                        .toList());
    }

    void print() {
        System.out.printf(
                "spent           %,d of %,d micro-units by %d records; uncollected %,d%n",
                records.stream().mapToLong(CallRecord::getCost).sum(),
                scenario.credit() * scenario.accounts(),
                records.size(),
                records.stream().mapToLong(CallRecord::getUncollected).sum());
    }
}
