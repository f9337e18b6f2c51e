package io.tollgate.enforcement;

import io.tollgate.enforcement.failure.SaneTimestamps;
import io.tollgate.testsupport.arch.Architecture;
import io.tollgate.testsupport.arch.Rules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EnforcementArchTest {

    @TestFactory
    Stream<DynamicTest> shouldKeepTheArchitecture() {
        return Architecture.enforcement(type -> type.getPackageName().equals("io.tollgate.enforcement")
                        // Kafka makes it by its class name and gives it no clock.
                        || type.isEquivalentTo(SaneTimestamps.class))
                .with(Rules.corePackagesArePure(
                        Stream.of("decision", "blacklist", "verdict", "call", "account", "charge", "rating")
                                .map(name -> "io.tollgate.enforcement." + name)
                                .toList()))
                .tests();
    }
}
