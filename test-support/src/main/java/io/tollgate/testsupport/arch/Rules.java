package io.tollgate.testsupport.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.NullMarked;

/** The architecture rules, each saying the legal way out. Stateless. */
public final class Rules {
    private static final List<String> HOLLOW_ENDINGS =
            List.of("Impl", "Util", "Utils", "Helper", "Helpers", "Manager", "Base", "Common");

    private Rules() {}

    /** Core packages know the JDK, jspecify and each other, and nothing else. */
    public static ArchRule corePackagesArePure(List<String> core) {
        List<String> allowed = new ArrayList<>(List.of("", "java..", "javax.crypto..", "org.jspecify.."));
        core.forEach(name -> allowed.add(name + ".."));
        return classes()
                .that()
                .resideInAnyPackage(core.stream().map(name -> name + "..").toArray(String[]::new))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .allowEmptyShould(true)
                .because("a rule must be testable without socket, broker or parser: let an adapter outside the core"
                        + " translate, or take what you need as an argument or through a port of your own");
    }

    /** No cycles between the packages beneath {@code root}. */
    public static ArchRule packagesHaveNoCycles(String root) {
        return slices().matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .because("a cycle is one package under two names: move the shared type to the lower package, or let the"
                        + " lower one declare a port that the upper one implements");
    }

    /** Only {@code owner} may touch {@code library} (a package pattern such as {@code io.netty..}). */
    public static ArchRule libraryStaysIn(String owner, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .allowEmptyShould(true)
                .because("only " + owner + " knows this library: give that package a method that takes and gives types"
                        + " of ours");
    }

    /** Nothing beneath {@code module} depends on {@code forbidden}. */
    public static ArchRule moduleDoesNotSee(String module, String... forbidden) {
        return noClasses()
                .that()
                .resideInAPackage(module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .because("modules meet in topics and in schemas: put what both need into a record, or wire it in the"
                        + " launcher");
    }

    /** Clocks are read and threads are made only by wiring. */
    public static ArchRule timeIsAnArgument(Predicate<JavaClass> wiring) {
        return noClasses()
                .that(not(described("wiring", wiring)))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(described("Thread.sleep", call -> calls(call, "sleep")))
                .orShould()
                .callConstructorWhere(JavaCall.Predicates.target(
                        com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                are(assignableTo(Thread.class)))))
                .allowEmptyShould(true)
                .because(
                        "time is an argument: take an Instant, or a Clock in an adapter; instead of sleeping, schedule or"
                                + " wait for a condition; threads are made where the part is wired together");
    }

    /** SLF4J for logs; the console belongs to commands. */
    public static ArchRule logsGoThroughSlf4j(Predicate<JavaClass> console) {
        return noClasses()
                .that(not(described("commands that print", console)))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(described(
                        "printStackTrace", call -> call.getTarget().getName().equals("printStackTrace")))
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .allowEmptyShould(true)
                .because("logs are an interface: use LOGGER of SLF4J with key-value pairs; printing belongs to the"
                        + " launcher's commands");
    }

    /** Names say what a thing is for. */
    public static ArchRule namesMeanSomething() {
        return noClasses()
                .that(not(described("generated", type -> type.getPackageName().equals("io.tollgate"))))
                .should(haveHollowName())
                .orShould()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..helper..")
                .allowEmptyShould(true)
                .because("Impl, Util, Helper, Manager, Base and common say nothing: name it after what it does in the"
                        + " domain, or move its methods to the type that they work on");
    }

    /** Null is an exception that is written down. */
    public static ArchRule packagesAreNullMarked() {
        return classes()
                .that()
                .resideInAPackage("io.tollgate..")
                .should(resideInANullMarkedPackage())
                .allowEmptyShould(true)
                .because("null is refused unless @Nullable says otherwise: add a package-info.java with @NullMarked");
    }

    private static boolean calls(JavaCall<?> call, String method) {
        return call.getTargetOwner().isAssignableTo(Thread.class)
                && call.getTarget().getName().equals(method);
    }

    private static <T> DescribedPredicate<T> described(String description, Predicate<? super T> predicate) {
        return DescribedPredicate.describe(description, predicate::test);
    }

    private static ArchCondition<JavaClass> haveHollowName() {
        return new ArchCondition<>("have a name that says nothing") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean hollow = HOLLOW_ENDINGS.stream()
                        .anyMatch(ending -> type.getSimpleName().endsWith(ending));
                events.add(new SimpleConditionEvent(type, hollow, type.getName() + " has a hollow name"));
            }
        };
    }

    private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
        return new ArchCondition<>("reside in a @NullMarked package") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().tryGetPackageInfo().isPresent()
                        && type.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        type, marked, type.getPackageName() + " (of " + type.getSimpleName() + ") is not @NullMarked"));
            }
        };
    }
}
