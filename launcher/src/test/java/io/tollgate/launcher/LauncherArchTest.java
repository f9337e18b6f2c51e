package io.tollgate.launcher;

import io.tollgate.testsupport.arch.Architecture;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class LauncherArchTest {

    /**
     * Waits for a Kafka that is away; waits beside a gateway; stops on a signal; stamps the demo's verdicts; a watch hears
     * and draws at the same time.
     */
    private static final Set<String> WIRING = Set.of(
            "ClusterPreparation", "GatewayCommand", "Running", "DemoRecords", "HangingTransactions", "Feed", "Screen");

    @TestFactory
    Stream<DynamicTest> launcherShouldKeepTheArchitecture() {
        return Architecture.launcher(type -> WIRING.contains(type.getSimpleName()))
                .tests();
    }
}
