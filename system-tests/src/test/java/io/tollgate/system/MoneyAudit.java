package io.tollgate.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.AccountState;
import io.tollgate.CallAnswered;
import io.tollgate.CallEvent;
import io.tollgate.CallRecord;
import io.tollgate.EndCause;
import io.tollgate.testsupport.money.Tariff;
import io.tollgate.testsupport.scenario.Await;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Adds up what Tollgate has written and compares it with what was paid in: every micro-unit must be in a balance or in the
 * cost of one call record. Stateless beside its readers.
 *
 * @param accounts whose books they are
 */
record MoneyAudit(
        Set<String> accounts,
        TopicReader<CallEvent> events,
        TopicReader<CallRecord> records,
        TopicReader<AccountState> states) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Waits for a record of each answered call, and holds that there is one, and of no call a second. */
    void assertOneRecordForEachAnsweredCall(int answeredAtPhones) {
        Await.until(
                "a record for each of " + answeredAtPhones + " answered calls",
                PATIENCE,
                () -> answered().size() == answeredAtPhones && recorded().containsAll(answered()),
                () -> answered().size() + " answered, " + recorded().size() + " recorded; first without a record: "
                        + answered().stream()
                                .filter(call -> !recorded().contains(call))
                                .findFirst());
        assertThat(records.values(record -> true).stream().map(CallRecord::getCallId))
                .doesNotHaveDuplicates();
        assertThat(records.values(record -> isOurs(record) && record.getAnsweredAt() != null).stream()
                        .map(CallRecord::getCallId)
                        .collect(Collectors.toSet()))
                .isEqualTo(answered());
    }

    /** Waits for a record of each call that Kafka knows to be answered, and holds that no revision of one is there twice. */
    void assertOneStandingRecordForEachAnsweredCall() {
        Await.until(
                "a record for each answered call",
                PATIENCE,
                () -> recorded().containsAll(answered()),
                () -> answered().stream()
                        .filter(call -> !recorded().contains(call))
                        .map(call -> events.values(event -> event.getCallId().equals(call)))
                        .findFirst());
        assertThat(records.values(this::isOurs).stream()
                        .map(record -> record.getCallId() + " revision " + record.getRevision()))
                .doesNotHaveDuplicates();
    }

    /** Of each call the record that counts. */
    List<CallRecord> standing(Predicate<CallRecord> wanted) {
        Map<String, CallRecord> highest = new LinkedHashMap<>();
        records.values(wanted::test)
                .forEach(record -> highest.merge(
                        record.getCallId(),
                        record,
                        (one, other) -> one.getRevision() > other.getRevision() ? one : other));
        return List.copyOf(highest.values());
    }

    private Set<String> answered() {
        return events
                .values(event -> accounts.contains(event.getAccount()) && event.getEvent() instanceof CallAnswered)
                .stream()
                .map(CallEvent::getCallId)
                .collect(Collectors.toSet());
    }

    private Set<String> recorded() {
        return records.values(this::isOurs).stream().map(CallRecord::getCallId).collect(Collectors.toSet());
    }

    private boolean isOurs(CallRecord record) {
        return accounts.contains(record.getAccount());
    }

    /** Holds that each record's cost is what its time comes to. */
    void assertCosts(Map<String, Tariff> tariffs) {
        assertThat(records.values(record -> tariffs.containsKey(record.getAccount())))
                .isNotEmpty()
                .allSatisfy(record -> {
                    Tariff tariff = tariffs.get(record.getAccount());
                    assertThat(record.getCost()).isEqualTo(tariff.cost(record.getBilledSeconds()));
                    if (record.getAnsweredAt() != null && record.getCause() != EndCause.TERMINATED) {
                        long lasted = ChronoUnit.MICROS.between(record.getAnsweredAt(), record.getEndedAt());
                        assertThat(record.getCost() + record.getUncollected())
                                .isEqualTo(tariff.cost(tariff.billed(lasted)));
                    }
                });
    }

    /** Waits until each account's balance is what was paid in less what its records cost, and holds to it exactly. */
    void assertBalances(Map<String, Long> paidIn) {
        paidIn.forEach((account, paid) -> {
            long spent = standing(record -> record.getAccount().equals(account)).stream()
                    .mapToLong(CallRecord::getCost)
                    .sum();
            AccountState state = states.awaitStanding(
                    account + " with " + paid + " - " + spent + " and no call",
                    each -> each.getAccount().equals(account)
                            && each.getActiveChannels() == 0
                            && each.getBalance() == paid - spent);
            assertThat(state.getBalance()).isEqualTo(paid - spent);
        });
    }

    /** Holds that no balance was ever written that is below this. */
    void assertNeverBelow(Map<String, Long> least) {
        List<AccountState> all = states.values(state -> least.containsKey(state.getAccount()));
        assertThat(all)
                .allSatisfy(state -> assertThat(state.getBalance())
                        .as("balance of %s", state.getAccount())
                        .isGreaterThanOrEqualTo(least.get(state.getAccount())));
    }
}
