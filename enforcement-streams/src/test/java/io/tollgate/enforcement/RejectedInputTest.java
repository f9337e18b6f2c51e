package io.tollgate.enforcement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.Account;
import io.tollgate.Action;
import io.tollgate.BalanceAdjustment;
import io.tollgate.FraudVerdict;
import io.tollgate.OperatorAction;
import io.tollgate.OperatorCommand;
import io.tollgate.Rate;
import io.tollgate.Termination;
import io.tollgate.schemas.serde.Schemas;
import io.tollgate.schemas.topic.Cleanup;
import io.tollgate.schemas.topic.Topic;
import io.tollgate.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RejectedInputTest {

    private static final List<Topic> INPUTS = List.of(
            Topics.VERDICTS,
            Topics.OPERATOR_COMMANDS,
            Topics.ACCOUNTS,
            Topics.BALANCE_ADJUSTMENTS,
            Topics.RATES,
            Topics.CALL_EVENTS);

    private final TestTopology topology = new TestTopology();

    @AfterEach
    void close() {
        topology.close();
    }

    static List<Topic> inputs() {
        return INPUTS;
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldSetAsideByteForByteWhatIsUnreadable(Topic topic) {
        // Given
        byte[] key = {(byte) 0xff, 0, 7};
        byte[] value = "no record".getBytes(UTF_8);
        var headers = new RecordHeaders().add("theirs", new byte[] {1});

        // When
        topology.sendRecord(topic, new TestRecord<>(key, value, headers, topology.now()));

        // Then
        var rejected = topology.rejected();
        assertThat(rejected).hasSize(1);
        assertThat(rejected.get(0).key()).isEqualTo(key);
        assertThat(rejected.get(0).value()).isEqualTo(value);
        assertThat(rejected.get(0).headers().lastHeader("theirs").value()).containsExactly(1);
        assertThat(TestTopology.header(rejected.get(0), "tollgate.topic")).isEqualTo(topic.name());
        assertThat(TestTopology.header(rejected.get(0), "tollgate.partition")).isEqualTo("0");
        assertThat(TestTopology.header(rejected.get(0), "tollgate.offset")).isEqualTo("0");
        assertThat(TestTopology.header(rejected.get(0), "tollgate.reason")).startsWith("unreadable");
        assertThat(topology.meters
                        .counter("tollgate.input.rejected", "topic", topic.name(), "reason", "unreadable")
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldSetAsideANullValueOnlyWhereItMeansNothing(Topic topic) {
        // When
        topology.sendBytes(topic, "plan/49".getBytes(UTF_8), null);

        // Then
        assertThat(topology.rejected()).hasSize(topic.cleanup() == Cleanup.DELETE ? 1 : 0);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldSetAsideWithoutValueWhatIsTooLargeToBeWrittenAgain(Topic topic) {
        // When
        topology.sendBytes(topic, "k".getBytes(UTF_8), new byte[3_000_000]);

        // Then
        assertThat(topology.rejected().get(0).value()).isNull();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void shouldSetAsideWhatBreaksTheContract(Topic topic, String key, SpecificRecord value, String reason) {
        // When
        topology.send(topic, key, value);

        // Then
        var rejected = topology.rejected();
        assertThat(rejected).hasSize(1);
        assertThat(TestTopology.header(rejected.get(0), "tollgate.reason")).contains(reason);
        assertThat(topology.readBytes(Topics.TERMINATIONS)).isEmpty();
        topology.pass(Duration.ofSeconds(1));
        assertThat(topology.readBytes(Topics.BLACKLIST)).isEmpty();
    }

    static Stream<Arguments> invalid() {
        return Stream.of(
                verdict(verdict(Action.TERMINATE), "names nothing"),
                verdict(verdict(Action.BLACKLIST).setCallId("c"), "only a callId"),
                verdict(verdict(Action.TERMINATE_AND_BLACKLIST).setCallId("c"), "only a callId"),
                verdict(verdict(Action.CLEAR).setCallId("c"), "only a callId"),
                verdict(verdict(Action.TERMINATE).setDestinationPrefix("88"), "fewer than 3 digits"),
                verdict(verdict(Action.BLACKLIST).setDestinationPrefix("+882"), "not 1 to 32 digits"),
                verdict(verdict(Action.BLACKLIST).setSourceNetwork("10.0.0.0/15"), "wider than /16"),
                verdict(verdict(Action.BLACKLIST).setSourceNetwork("2001:db8::/31"), "wider than /32"),
                verdict(verdict(Action.BLACKLIST).setSourceNetwork("example.org"), "no network"),
                verdict(verdict(Action.BLACKLIST).setSourceNetwork("10.0.0.0/33"), "no network"),
                verdict(verdict(Action.BLACKLIST).setAccount(""), "account is empty"),
                verdict(verdict(Action.TERMINATE).setCallId("c").setVerdictId(""), "verdictId is empty"),
                command("other", command(OperatorAction.TERMINATE).setCallId("c"), "differ"),
                command("o1", command(OperatorAction.TERMINATE), "names nothing"),
                command("o1", command(OperatorAction.BLACKLIST).setCallId("c"), "no account, prefix or network"),
                command("o1", command(OperatorAction.REMOVE), "no entryId"),
                command("o1", command(OperatorAction.REMOVE).setEntryId("channel-limit:bob"), "account's state"),
                command("o1", command(OperatorAction.BLACKLIST).setAccount("b").setEntryId("verdict:1"), "Tollgate's"),
                account("alice", account("bob"), "differ"),
                account("bob", account("bob").setChannelLimit(-1), "channelLimit"),
                account("bob", account("bob").setCreditLimit(-1), "creditLimit"),
                account("bob", account("bob").setMaxCallSeconds(0), "maxCallSeconds"),
                account("bob", account("bob").setTrunks(List.of("10.0.0.1", "nowhere")), "no network"),
                Arguments.of(Topics.BALANCE_ADJUSTMENTS, "alice", adjustment("bob"), "differ"),
                Arguments.of(Topics.RATES, "p/49", rate().setPrefix("48").build(), "differ"),
                Arguments.of(Topics.RATES, "p/49", rate().setPricePerMinute(-1).build(), "pricePerMinute"),
                Arguments.of(Topics.RATES, "p/49", rate().setConnectFee(-1).build(), "connectFee"),
                Arguments.of(Topics.RATES, "p/49", rate().setIncrementSeconds(0).build(), "incrementSeconds"),
                Arguments.of(
                        Topics.RATES,
                        "p/49",
                        rate().setInitialIncrementSeconds(-1).build(),
                        "initialIncrement"));
    }

    @Test
    void shouldSetAsideAnActionThatOnlyANewerSchemaHas() throws IOException {
        // Given
        var newer = new Schema.Parser()
                .parse(Schemas.text(FraudVerdict.class).replace("\"CLEAR\"]", "\"CLEAR\", \"WARN\"]"));
        var verdict = new GenericData.Record(newer);
        verdict.put("verdictId", "v1");
        verdict.put("source", "fraud-radar");
        verdict.put("issuedAt", 0L);
        verdict.put(
                "action", new GenericData.EnumSymbol(newer.getField("action").schema(), "WARN"));
        verdict.put("account", "bob");
        verdict.put("reason", "");
        int id = topology.registry.register("theirs", newer.toString());
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[] {0, 0, 0, 0, (byte) id});
        new GenericDatumWriter<>(newer).write(verdict, EncoderFactory.get().directBinaryEncoder(bytes, null));

        // When
        topology.sendBytes(Topics.VERDICTS, null, bytes.toByteArray());

        // Then
        assertThat(topology.rejected())
                .singleElement()
                .satisfies(rejected -> assertThat(TestTopology.header(rejected, "tollgate.reason"))
                        .startsWith("unreadable")
                        .contains("WARN"));
        assertThat(topology.readBytes(Topics.BLACKLIST)).isEmpty();
    }

    @Test
    void shouldWaitForTheRegistryInsteadOfRejecting() {
        // Given
        byte[] verdict = topology.encode(
                Topics.VERDICTS, verdict(Action.TERMINATE).setCallId("c").build());
        topology.registry.failNext(2);

        // When
        topology.sendBytes(Topics.VERDICTS, null, verdict);

        // Then
        assertThat(topology.values(Topics.TERMINATIONS, Termination.class)).hasSize(1);
        assertThat(topology.rejected()).isEmpty();
    }

    private static Arguments verdict(FraudVerdict.Builder verdict, String reason) {
        return Arguments.of(Topics.VERDICTS, "", verdict.build(), reason);
    }

    private static FraudVerdict.Builder verdict(Action action) {
        return FraudVerdict.newBuilder()
                .setVerdictId("v1")
                .setSource("fraud-radar")
                .setIssuedAt(TestTopology.START)
                .setAction(action)
                .setReason("");
    }

    private static Arguments command(String key, OperatorCommand.Builder command, String reason) {
        return Arguments.of(Topics.OPERATOR_COMMANDS, key, command.build(), reason);
    }

    private static OperatorCommand.Builder command(OperatorAction action) {
        return OperatorCommand.newBuilder()
                .setCommandId("o1")
                .setOperator("olga")
                .setAt(TestTopology.START)
                .setAction(action);
    }

    private static Arguments account(String key, Account.Builder account, String reason) {
        return Arguments.of(Topics.ACCOUNTS, key, account.build(), reason);
    }

    private static Account.Builder account(String name) {
        return Account.newBuilder().setAccount(name);
    }

    private static BalanceAdjustment adjustment(String account) {
        return BalanceAdjustment.newBuilder()
                .setAdjustmentId("a1")
                .setAccount(account)
                .setAmount(1)
                .setAt(TestTopology.START)
                .setReason("")
                .build();
    }

    private static Rate.Builder rate() {
        return Rate.newBuilder().setPlan("p").setPrefix("49").setPricePerMinute(1);
    }
}
