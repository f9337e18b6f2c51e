package io.tollgate.system;

import static io.tollgate.testsupport.fixture.Orders.blacklistAccount;
import static io.tollgate.testsupport.fixture.Orders.command;
import static io.tollgate.testsupport.fixture.Orders.terminateCall;
import static io.tollgate.testsupport.fixture.Orders.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Action;
import io.tollgate.OperatorAction;
import io.tollgate.phone.Phone;
import io.tollgate.phone.PlacedCall;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import io.tollgate.testsupport.fixture.Accounts;
import io.tollgate.testsupport.fixture.Cast;
import io.tollgate.testsupport.scenario.Await;
import io.tollgate.testsupport.scenario.CallStory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be read, or says what it must not, is set aside byte for byte with its reason, and nothing stops. */
class RejectedInputSystemTest {
    private static final String ACCOUNT = "rejected-account";
    private static final int NOBODYS_SCHEMA = 0x7fff_0001;

    private final Cluster cluster = Cluster.shared();

    /** A record that shall be set aside. */
    private record Fault(String what, byte[] key, byte[] value) {}

    static Stream<Named<Topic>> inputs() {
        return Stream.of(
                        Topics.VERDICTS,
                        Topics.ACCOUNTS,
                        Topics.BALANCE_ADJUSTMENTS,
                        Topics.RATES,
                        Topics.OPERATOR_COMMANDS,
                        Topics.CALL_EVENTS)
                .map(topic -> Named.of(topic.name(), topic));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void shouldSetAsideWhatIsUnreadableOrInvalid(Topic topic) {
        // Given
        List<Fault> faults = new ArrayList<>(unreadable());
        faults.addAll(invalid(topic));

        // When
        List<RecordMetadata> written = faults.stream()
                .map(fault -> cluster.publisher().publishBytes(topic, fault.key(), fault.value()))
                .toList();

        // Then
        for (int i = 0; i < faults.size(); i++) {
            assertSetAside(written.get(i), faults.get(i));
        }
        assertGoodInputIsObeyed();
    }

    private static List<Fault> unreadable() {
        byte[] unknown = ByteBuffer.allocate(9)
                .put((byte) 0)
                .putInt(NOBODYS_SCHEMA)
                .putInt(42)
                .array();
        byte[] junk = {(byte) 0xca, (byte) 0xfe, 0, 1, 2, 3, 4, 5};
        byte[] keyThatIsNoText = {'k', (byte) 0xff, 0, (byte) 0xc3};
        return List.of(
                new Fault("unknown schema", utf8(ACCOUNT), unknown),
                new Fault("junk", utf8(ACCOUNT), junk),
                new Fault("nothing", utf8(ACCOUNT), new byte[0]),
                new Fault("junk under a key that is no text", keyThatIsNoText, junk));
    }

    private List<Fault> invalid(Topic topic) {
        if (topic.equals(Topics.VERDICTS)) {
            return List.of(
                    fault(
                            topic,
                            "names nothing",
                            "any",
                            verdict(Action.TERMINATE).build()),
                    fault(
                            topic,
                            "call",
                            "any",
                            verdict(Action.BLACKLIST).setCallId("one").build()),
                    fault(
                            topic,
                            "short prefix",
                            "any",
                            verdict(Action.BLACKLIST).setDestinationPrefix("88").build()),
                    fault(
                            topic,
                            "wide network",
                            "any",
                            verdict(Action.BLACKLIST)
                                    .setSourceNetwork("127.0.0.0/8")
                                    .build()),
                    fault(
                            topic,
                            "no network",
                            "any",
                            verdict(Action.BLACKLIST)
                                    .setSourceNetwork("127.0.0")
                                    .build()),
                    new Fault("null", utf8("any"), null));
        }
        if (topic.equals(Topics.ACCOUNTS)) {
            return List.of(
                    fault(
                            topic,
                            "key of another",
                            "rejected-other",
                            Accounts.account(ACCOUNT).build()),
                    fault(
                            topic,
                            "negative limit",
                            ACCOUNT,
                            Accounts.account(ACCOUNT).setChannelLimit(-1).build()),
                    fault(
                            topic,
                            "no CIDR",
                            ACCOUNT,
                            Accounts.account(ACCOUNT)
                                    .setTrunks(List.of("127.0.0.0/40"))
                                    .build()));
        }
        if (topic.equals(Topics.BALANCE_ADJUSTMENTS)) {
            return List.of(
                    fault(
                            topic,
                            "key of another",
                            "rejected-other",
                            Accounts.adjustment(ACCOUNT).build()),
                    new Fault("null", utf8(ACCOUNT), null));
        }
        if (topic.equals(Topics.RATES)) {
            return List.of(
                    fault(
                            topic,
                            "key of another",
                            Cast.PLAN + "/883",
                            Accounts.rate("882").build()),
                    fault(
                            topic,
                            "negative price",
                            Cast.PLAN + "/882",
                            Accounts.rate("882").setPricePerMinute(-1).build()),
                    fault(
                            topic,
                            "negative increment",
                            Cast.PLAN + "/882",
                            Accounts.rate("882").setIncrementSeconds(-1).build()));
        }
        if (topic.equals(Topics.OPERATOR_COMMANDS)) {
            return List.of(
                    fault(
                            topic,
                            "key of another",
                            "another",
                            command(OperatorAction.TERMINATE)
                                    .setAccount(ACCOUNT)
                                    .build()),
                    fault(
                            topic,
                            "names nothing",
                            "nothing",
                            command(OperatorAction.TERMINATE)
                                    .setCommandId("nothing")
                                    .build()),
                    new Fault("null", utf8("any"), null));
        }
        return List.of(fault(
                topic, "key of another", "rejected-other", CallStory.of(ACCOUNT).attempted()));
    }

    private Fault fault(Topic topic, String what, String key, SpecificRecord record) {
        return new Fault(what, utf8(key), cluster.publisher().encoded(topic, record));
    }

    /** Nothing has stopped: what comes afterwards is obeyed. */
    private void assertGoodInputIsObeyed() {
        String account = "rejected-" + UUID.randomUUID();
        cluster.provision(Accounts.account(account).setChannelLimit(4).build());
        GatewayProcess gateway = cluster.first();
        try (Phone phone = gateway.phone(account).open()) {
            PlacedCall call = phone.invite(Cast.LOCAL);
            call.awaitAnswered();
            cluster.awaitChannels(account, 1);
            cluster.verdict(terminateCall(call.callId()).build());
            call.awaitEnded(Cluster.PATIENCE);
            cluster.awaitChannels(account, 0);
            cluster.verdict(blacklistAccount(account).build());
            gateway.awaitMessageStatus(account, Cast.LOCAL, 403);
        }
    }

    private void assertSetAside(RecordMetadata written, Fault fault) {
        SetAside rejected = new SetAside(cluster.rejectedInput());
        Await.until(
                fault.what() + " of " + written + " among the rejected",
                Cluster.PATIENCE,
                () -> !rejected.of(written).isEmpty(),
                cluster.rejectedInput()::print);
        List<ConsumerRecord<String, byte[]>> found = rejected.of(written);
        assertThat(found).as(fault.what()).hasSize(1);
        ConsumerRecord<String, byte[]> copy = found.get(0);
        assertThat(copy.key().getBytes(StandardCharsets.ISO_8859_1))
                .as(fault.what())
                .isEqualTo(fault.key());
        assertThat(copy.value()).as(fault.what()).isEqualTo(fault.value());
        assertThat(SetAside.reason(copy)).as(fault.what()).isNotBlank();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
