package io.tollgate.testsupport.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The modules that test-support itself stands on cannot run the rules in their own tests; they are run here. */
class LowerModulesArchTest {
    private static final Set<String> PHONE_WIRING = Set.of("Moment", "Loop");

    // Runs once, while a process is wired together, and has nothing else to do until a broker answers.
    private static final String TOPIC_CREATION = "TopicCreator";

    @TestFactory
    Stream<DynamicTest> phonesShouldKeepTheArchitecture() {
        return Architecture.phones(LowerModulesArchTest::wiresPhones).tests();
    }

    @TestFactory
    Stream<DynamicTest> schemasShouldKeepTheArchitecture() {
        return Architecture.schemas(type -> type.getSimpleName().equals(TOPIC_CREATION))
                .tests();
    }

    private static boolean wiresPhones(JavaClass type) {
        return PHONE_WIRING.contains(type.getSimpleName());
    }
}
