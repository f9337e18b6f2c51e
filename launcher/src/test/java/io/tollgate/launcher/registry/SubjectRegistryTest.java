package io.tollgate.launcher.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.launcher.registry.RegistryEntry.SchemaVersion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectRegistryTest {

    private static final String ONE = """
            {"type": "record", "name": "R", "fields": [{"name": "a", "type": "string"}]}""";
    private static final String ONE_OTHERWISE_WRITTEN = """
            {"name":"R","fields":[{"type":{"type":"string"},"name":"a"}],"type":"record"}""";
    private static final String ADDS_WITH_DEFAULT = """
            {"type": "record", "name": "R", "fields": [{"name": "a", "type": "string"},
              {"name": "b", "type": "int", "default": 0}]}""";
    private static final String ADDS_WITHOUT_DEFAULT = """
            {"type": "record", "name": "R", "fields": [{"name": "a", "type": "string"}, {"name": "b", "type": "int"}]}""";
    private static final String EMPTY = """
            {"type": "record", "name": "R", "fields": []}""";

    private final RememberedLog log = new RememberedLog();
    private final SubjectRegistry registry = new SubjectRegistry(log);

    @Test
    void shouldGiveSameIdWhenSameSchemaIsRegisteredAgain() {
        // Given
        SchemaVersion first = registry.register("s", ONE);

        // When
        SchemaVersion second = registry.register("s", ONE_OTHERWISE_WRITTEN);

        // Then
        assertThat(second).isEqualTo(first);
        assertThat(registry.versionsOf("s", false)).hasSize(1);
    }

    @Test
    void shouldGiveSameIdWhenSameSchemaIsRegisteredForOtherSubject() {
        // Given
        SchemaVersion first = registry.register("s", ONE);
        registry.register("s", ADDS_WITH_DEFAULT);

        // When
        SchemaVersion second = registry.register("t", ONE_OTHERWISE_WRITTEN);

        // Then
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.version()).isEqualTo(1);
        assertThat(registry.versionsWith(first.id(), false))
                .extracting(SchemaVersion::subject)
                .containsExactly("s", "t");
    }

    @Test
    void shouldKeepTheTextThatWasRegisteredFirst() {
        // Given
        int id = registry.register("s", ONE).id();

        // When
        registry.register("t", ONE_OTHERWISE_WRITTEN);

        // Then
        assertThat(registry.text(id)).isEqualTo(ONE);
    }

    @Test
    void shouldKeepJsonThatEveryLanguageReadsWhenTextHasComments() {
        // Given
        String commented = "/* version 1 */ " + ONE;

        // When
        SchemaVersion version = registry.register("s", commented);

        // Then
        assertThat(version.schema()).startsWith("{");
    }

    @Test
    void shouldRefuseIncompatibleSchema() {
        // Given
        registry.register("s", ONE);

        // When
        ThrowingCallable register = () -> registry.register("s", ADDS_WITHOUT_DEFAULT);

        // Then
        refused(register, 409, 409);
        assertThat(registry.versionsOf("s", false)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        // level, then whether each follows ONE: a field more with default, without default, a field less
        "NONE, true, true, true",
        "BACKWARD, true, false, true",
        "FORWARD, true, true, false",
        "FULL, true, false, false",
        "BACKWARD_TRANSITIVE, true, false, true",
        "FORWARD_TRANSITIVE, true, true, false",
        "FULL_TRANSITIVE, true, false, false"
    })
    void shouldDecideByLevel(Compatibility level, boolean withDefault, boolean withoutDefault, boolean less) {
        // Given
        registry.register("s", ONE);

        // When
        registry.setLevel("s", level);

        // Then
        assertThat(registry.conflictsWith("s", "latest", ADDS_WITH_DEFAULT).isEmpty())
                .isEqualTo(withDefault);
        assertThat(registry.conflictsWith("s", "1", ADDS_WITHOUT_DEFAULT).isEmpty())
                .isEqualTo(withoutDefault);
        assertThat(registry.conflictsWithAll("s", EMPTY).isEmpty()).isEqualTo(less);
    }

    @Test
    void shouldAskOlderVersionsOnlyWhenTransitive() {
        // Given
        String widened = ONE.replace("\"string\"}", "\"string\", \"default\": \"\"}");
        registry.register("s", EMPTY);
        registry.register("s", widened);

        // When
        registry.setLevel("s", Compatibility.BACKWARD);

        // Then
        assertThat(registry.conflictsWithAll("s", ONE)).isEmpty();
        registry.setLevel("s", Compatibility.BACKWARD_TRANSITIVE);
        assertThat(registry.conflictsWithAll("s", ONE)).isNotEmpty();
    }

    @Test
    void shouldFindNothingAgainstFirstVersionOfNewSubject() {
        // When
        List<String> conflicts = registry.conflictsWith("new", "latest", ONE);

        // Then
        assertThat(conflicts).isEmpty();
    }

    @Test
    void shouldKnowEverythingAgainAfterRestart() {
        // Given
        registry.register("s", ONE);
        registry.register("s", ADDS_WITH_DEFAULT);
        registry.register("t", ONE);
        registry.setLevel("t", Compatibility.FULL);
        registry.setLevel(null, Compatibility.NONE);
        registry.deleteVersion("s", "1", false);

        // When
        SubjectRegistry restarted = new SubjectRegistry(log);

        // Then
        assertThat(restarted.subjects(false)).isEqualTo(registry.subjects(false));
        assertThat(restarted.versionsOf("s", true)).isEqualTo(registry.versionsOf("s", true));
        assertThat(restarted.versionsOf("s", false)).hasSize(1);
        assertThat(restarted.levelOf("t", false)).isEqualTo(Compatibility.FULL);
        assertThat(restarted.globalLevel()).isEqualTo(Compatibility.NONE);
        assertThat(restarted.register("u", EMPTY).id()).isEqualTo(3);
    }

    @Test
    void shouldNeverGiveAnIdOutTwiceWhenItsSchemaIsGone() {
        // Given
        registry.register("s", ONE);
        registry.deleteSubject("s", false);
        registry.deleteSubject("s", true);

        // When
        SchemaVersion next = new SubjectRegistry(log).register("s", ADDS_WITHOUT_DEFAULT);

        // Then
        assertThat(next.id()).isEqualTo(2);
        assertThat(next.version()).isEqualTo(2);
    }

    @Test
    void shouldShowNothingThatTheLogDidNotTake() {
        // Given
        log.breakDown();

        // When
        ThrowingCallable register = () -> registry.register("s", ONE);

        // Then
        refused(register, 500, 50001);
        assertThat(registry.subjects(true)).isEmpty();
    }

    @Test
    void shouldGiveOneIdWhenManyRegisterAtOnce() throws Exception {
        // Given
        ExecutorService clients = Executors.newFixedThreadPool(8);
        Callable<Integer> client = () -> registry.register("s", ONE).id();
        List<Callable<Integer>> crowd = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            crowd.add(client);
        }

        // When
        Set<Integer> ids = new HashSet<>();
        for (Future<Integer> answer : clients.invokeAll(crowd)) {
            ids.add(answer.get());
        }

        // Then
        clients.shutdown();
        assertThat(ids).containsExactly(1);
        assertThat(registry.versionsOf("s", false)).hasSize(1);
    }

    @Test
    void shouldHideDeletedVersionsUntilAskedForThem() {
        // Given
        registry.register("s", ONE);
        registry.register("s", ADDS_WITH_DEFAULT);

        // When
        registry.deleteVersion("s", "latest", false);

        // Then
        assertThat(registry.version("s", "latest", false).version()).isEqualTo(1);
        assertThat(registry.version("s", "latest", true).version()).isEqualTo(2);
        refused(() -> registry.lookUp("s", ADDS_WITH_DEFAULT, false), 404, 40403);
        refused(() -> registry.deleteVersion("s", "2", false), 404, 40406);
        refused(() -> registry.deleteVersion("s", "1", true), 404, 40407);
        assertThat(registry.deleteVersion("s", "2", true)).isEqualTo(2);
        refused(() -> registry.version("s", "2", true), 404, 40402);
    }

    @Test
    void shouldDeleteSubjectForGoodOnlyAfterItWasDeleted() {
        // Given
        registry.register("s", ONE);
        registry.register("s", ADDS_WITH_DEFAULT);

        // When
        List<Integer> deleted = registry.deleteSubject("s", false);

        // Then
        assertThat(deleted).containsExactly(1, 2);
        assertThat(registry.subjects(false)).isEmpty();
        assertThat(registry.subjects(true)).containsExactly("s");
        refused(() -> registry.deleteSubject("s", false), 404, 40404);
        assertThat(registry.deleteSubject("s", true)).containsExactly(1, 2);
        assertThat(registry.subjects(true)).isEmpty();
    }

    @Test
    void shouldNotDeleteLiveSubjectForGood() {
        // Given
        registry.register("s", ONE);

        // When
        ThrowingCallable delete = () -> registry.deleteSubject("s", true);

        // Then
        refused(delete, 404, 40405);
    }

    @Test
    void shouldSayWhatIsUnknown() {
        // Given
        registry.register("s", ONE);

        // When
        ThrowingCallable unknownSubject = () -> registry.versionsOf("t", false);

        // Then
        refused(unknownSubject, 404, 40401);
        refused(() -> registry.lookUp("t", ONE, false), 404, 40401);
        refused(() -> registry.version("s", "2", false), 404, 40402);
        refused(() -> registry.version("s", "0", false), 422, 42202);
        refused(() -> registry.version("s", "newest", false), 422, 42202);
        refused(() -> registry.text(2), 404, 40403);
        refused(() -> registry.lookUp("s", EMPTY, false), 404, 40403);
        refused(() -> registry.levelOf("s", false), 404, 40408);
        refused(() -> Compatibility.parse("sideways"), 422, 42203);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nonsense",
                "{\"type\":\"record\"}",
                "{\"type\":\"nonsense\"}",
                "[]x",
                "null",
                "7",
                "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"default\":\"x\"}]}"
            })
    void shouldRefuseWhatIsNoSchema(String text) {
        // When
        ThrowingCallable register = () -> registry.register("s", text);

        // Then
        refused(register, 422, 42201);
    }

    private static void refused(ThrowingCallable call, int status, int code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RegistryFault.class, fault -> {
            assertThat(fault.code()).isEqualTo(code);
            assertThat(fault.status()).isEqualTo(status);
        });
    }
}
