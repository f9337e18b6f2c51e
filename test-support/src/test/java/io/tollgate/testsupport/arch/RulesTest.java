package io.tollgate.testsupport.arch;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Each rule must refuse what it is there for: a rule that never fails guards nothing. */
class RulesTest {
    private static final String HERE = "io.tollgate.testsupport.arch";

    static Stream<Arguments> offenders() {
        return Stream.of(
                Arguments.of(ReadsTheClock.class, Rules.timeIsAnArgument(type -> false)),
                Arguments.of(ReadsMillis.class, Rules.timeIsAnArgument(type -> false)),
                Arguments.of(Sleeps.class, Rules.timeIsAnArgument(type -> false)),
                Arguments.of(MakesAThread.class, Rules.timeIsAnArgument(type -> false)),
                Arguments.of(Prints.class, Rules.logsGoThroughSlf4j(type -> false)),
                Arguments.of(PrintsATrace.class, Rules.logsGoThroughSlf4j(type -> false)),
                Arguments.of(LogsByTheJdk.class, Rules.logsGoThroughSlf4j(type -> false)),
                Arguments.of(CallHelper.class, Rules.namesMeanSomething()),
                Arguments.of(Logs.class, Rules.corePackagesArePure(List.of(HERE))),
                Arguments.of(Logs.class, Rules.libraryStaysIn("io.tollgate.elsewhere", "org.slf4j..")),
                Arguments.of(Logs.class, Rules.moduleDoesNotSee(HERE, "org.slf4j..")));
    }

    @ParameterizedTest
    @MethodSource("offenders")
    void shouldRefuseTheOffenderAndSayTheLegalWayOut(Class<?> offender, ArchRule rule) {
        // When
        var result = rule.evaluate(new ClassFileImporter().importClasses(offender));

        // Then
        assertThat(result.hasViolation()).as(rule.getDescription()).isTrue();
        assertThat(rule.getDescription()).contains(", because ");
    }

    @Test
    void shouldAllowClocksAndThreadsWhereTheyAreWired() {
        // Given
        ArchRule rule = Rules.timeIsAnArgument(type -> type.getSimpleName().startsWith("Reads"));

        // When
        var result = rule.evaluate(
                new ClassFileImporter().importClasses(ReadsTheClock.class, ReadsMillis.class, TakesAClock.class));

        // Then
        assertThat(result.hasViolation()).isFalse();
    }

    static final class ReadsTheClock {
        Instant when() {
            return Instant.now();
        }
    }

    static final class ReadsMillis {
        long when() {
            return System.currentTimeMillis();
        }
    }

    static final class TakesAClock {
        Instant when(Clock clock) {
            return clock.instant();
        }
    }

    static final class Sleeps {
        void rest() throws InterruptedException {
            Thread.sleep(1);
        }
    }

    static final class MakesAThread {
        Thread worker() {
            return new Thread(() -> {});
        }
    }

    static final class Prints {
        void say() {
            System.out.println("said");
        }
    }

    static final class PrintsATrace {
        void say(Exception e) {
            e.printStackTrace();
        }
    }

    static final class LogsByTheJdk {
        void say() {
            java.util.logging.Logger.getLogger("x").info("said");
        }
    }

    static final class Logs {
        void say() {
            LoggerFactory.getLogger("x").info("said");
        }
    }

    static final class CallHelper {}
}
