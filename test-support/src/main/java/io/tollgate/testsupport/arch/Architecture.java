package io.tollgate.testsupport.arch;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The rules that hold for one module, as tests. A module's own test names the module and its wiring, and runs them:
 *
 * <pre>{@code
 * class GatewayArchTest {
 *     @TestFactory
 *     Stream<DynamicTest> shouldKeepTheArchitecture() {
 *         return Architecture.gateway(type -> type.getPackageName().equals("io.tollgate.gateway")).tests();
 *     }
 * }
 * }</pre>
 *
 * <p>Immutable. Wiring is where clocks are read and threads are made; nested classes count as what encloses them.
 */
public final class Architecture {
    private static final String ROOT = "io.tollgate.";
    private static final String[] JAIN_SIP = {"javax.sip..", "gov.nist.."};
    private static final String[] KAFKA = {"org.apache.kafka.."};
    private static final String[] NETTY = {"io.netty.."};
    private static final String[] DNS = {"org.xbill.."};
    private static final String[] ROCKSDB = {"org.rocksdb.."};

    private final String module;
    private final List<ArchRule> rules;

    private Architecture(String module, List<ArchRule> rules) {
        this.module = module;
        this.rules = List.copyOf(rules);
    }

    /** sip-gateway. */
    public static Architecture gateway(Predicate<JavaClass> wiring) {
        return of("gateway", wiring, nobody())
                .with(Rules.corePackagesArePure(packages(
                        "gateway",
                        "wire",
                        "transaction",
                        "token",
                        "number",
                        "dialog",
                        "identity",
                        "admission",
                        "command",
                        "journal",
                        "upstream",
                        "event")))
                .with(Rules.libraryStaysIn(ROOT + "gateway.transport", NETTY))
                .with(Rules.libraryStaysIn(ROOT + "gateway.names", DNS))
                .with(Rules.libraryStaysIn(ROOT + "gateway.message", JAIN_SIP))
                .with(Rules.libraryStaysIn(ROOT + "gateway.kafka", KAFKA))
                .with(Rules.libraryStaysIn(ROOT + "gateway.store", ROCKSDB))
                .with(Rules.moduleDoesNotSee(
                        ROOT + "gateway",
                        ROOT + "enforcement..",
                        ROOT + "phone..",
                        ROOT + "launcher..",
                        ROOT + "testsupport.."));
    }

    /** enforcement-streams. */
    public static Architecture enforcement(Predicate<JavaClass> wiring) {
        return of("enforcement", wiring, nobody())
                .with(Rules.corePackagesArePure(packages(
                        "enforcement", "decision", "account", "call", "charge", "rating", "lease", "blacklist")))
                .with(Rules.moduleDoesNotSee(ROOT + "enforcement", NETTY[0], JAIN_SIP[0], JAIN_SIP[1]))
                .with(Rules.moduleDoesNotSee(
                        ROOT + "enforcement",
                        ROOT + "gateway..",
                        ROOT + "phone..",
                        ROOT + "launcher..",
                        ROOT + "testsupport.."));
    }

    /** launcher: it may print. */
    public static Architecture launcher(Predicate<JavaClass> wiring) {
        return of("launcher", wiring, type -> true)
                .with(Rules.moduleDoesNotSee(ROOT + "launcher", NETTY[0], JAIN_SIP[0], JAIN_SIP[1]))
                .with(Rules.moduleDoesNotSee(ROOT + "launcher", ROOT + "testsupport.."));
    }

    /** sip-phones: depends on nothing of ours. */
    public static Architecture phones(Predicate<JavaClass> wiring) {
        return of("phone", wiring, nobody())
                .with(Rules.moduleDoesNotSee(
                        ROOT + "phone",
                        "io.tollgate",
                        ROOT + "schemas..",
                        ROOT + "gateway..",
                        ROOT + "enforcement..",
                        ROOT + "launcher..",
                        ROOT + "testsupport.."));
    }

    /** schemas: depends on nothing of ours. */
    public static Architecture schemas(Predicate<JavaClass> wiring) {
        return of("schemas", wiring, nobody())
                .with(Rules.moduleDoesNotSee(
                        ROOT + "schemas",
                        ROOT + "gateway..",
                        ROOT + "enforcement..",
                        ROOT + "phone..",
                        ROOT + "launcher..",
                        ROOT + "testsupport.."));
    }

    /** What holds everywhere, beneath {@code io.tollgate.MODULE}. */
    public static Architecture of(String module, Predicate<JavaClass> wiring, Predicate<JavaClass> console) {
        String root = ROOT + module;
        return new Architecture(
                root,
                List.of(
                        Rules.packagesHaveNoCycles(root),
                        Rules.timeIsAnArgument(outermost(wiring)),
                        Rules.logsGoThroughSlf4j(outermost(console)),
                        Rules.namesMeanSomething(),
                        Rules.packagesAreNullMarked()));
    }

    /** One rule more. */
    public Architecture with(ArchRule rule) {
        List<ArchRule> more = new ArrayList<>(rules);
        more.add(rule);
        return new Architecture(module, more);
    }

    /** A test for each rule, over the module's shipped classes. */
    public Stream<DynamicTest> tests() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(module);
        if (classes.isEmpty()) {
            throw new IllegalStateException("no classes beneath " + module + ": the rules would pass for nothing");
        }
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(classes)));
    }

    private static List<String> packages(String module, String... names) {
        return Stream.of(names).map(name -> ROOT + module + "." + name).toList();
    }

    private static Predicate<JavaClass> nobody() {
        return type -> false;
    }

    private static Predicate<JavaClass> outermost(Predicate<JavaClass> wanted) {
        return type -> {
            JavaClass outer = type;
            while (outer.getEnclosingClass().isPresent()) {
                outer = outer.getEnclosingClass().get();
            }
            return wanted.test(outer);
        };
    }
}
