package io.tollgate.gateway;

import io.tollgate.testsupport.arch.Architecture;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class GatewayArchTest {
    /** Where threads are made and clocks are read. */
    private static final Set<String> WIRING = Set.of("io.tollgate.gateway", "io.tollgate.gateway.kafka");

    @TestFactory
    Stream<DynamicTest> shouldKeepTheArchitecture() {
        return Architecture.gateway(type -> WIRING.contains(type.getPackageName())
                        || type.getSimpleName().equals("Shard")
                        || type.getSimpleName().equals("SteadyClock"))
                .tests();
    }
}
