/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beFinal;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the house as code. Each is a function of the root package, so that the same rule judges the real code and
 * small good and bad samples.
 */
final class ArchitectureRules {
    static final List<String> KERNEL = List.of("exchange", "policy", "caller", "json", "redact");
    static final List<String> PROTECTIONS = List.of(
            "ratelimit",
            "overload",
            "drain",
            "requestlimits",
            "headers",
            "cors",
            "requestlog",
            "audit",
            "health",
            "upstream",
            "cost",
            "reports",
            "traffic");
    static final List<String> ASSEMBLY = List.of("config", "runtime", "metrics", "ops", "report");

    /** Which of our packages may use a library; nobody else does. */
    private static final Map<String, List<String>> CONFINED = Map.of(
            "io.github.bucket4j..", List.of("ratelimit", "cost"),
            "io.github.resilience4j..", List.of("upstream"),
            "io.micrometer..", List.of("metrics"),
            "io.prometheus..", List.of("metrics"),
            "com.github.benmanes.caffeine..", List.of("upstream", "ratelimit"),
            "com.google.common..", List.of("cors"),
            "tools.jackson..", List.of("json", "config", "cost", "reports"),
            "org.snakeyaml..", List.of("config", "cost"));

    private static final Set<String> CLOCK_CALLS = Set.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.time.Clock.systemUTC",
            "java.time.Clock.systemDefaultZone");

    private ArchitectureRules() {}

    static ArchRule kernelUsesNoHigherTier(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(kernel(root))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(join(packages(root, PROTECTIONS), packages(root, ASSEMBLY)))
                .as("the kernel uses neither protections nor assembly");
    }

    static ArchRule protectionsUseNoAssembly(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages(root, PROTECTIONS))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(root, ASSEMBLY))
                .as("protections do not use assembly");
    }

    /** Each protection stands alone, but for cost, which plugs into upstream, and the health SPI, which all may use. */
    static List<ArchRule> protectionsStandAlone(String root) {
        List<ArchRule> rules = new ArrayList<>();
        for (String protection : PROTECTIONS) {
            List<String> others = new ArrayList<>(PROTECTIONS);
            others.remove(protection);
            others.remove("health");
            if (protection.equals("cost")) {
                others.remove("upstream");
            }
            rules.add(noClasses()
                    .that()
                    .resideInAPackage(root + "." + protection + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(root, others))
                    .as(protection + " uses no other protection")
                    .allowEmptyShould(true));
        }
        return rules;
    }

    static ArchRule noCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    static ArchRule coreKnowsNoWebStack(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta..",
                        "javax.servlet..",
                        "org.springframework..",
                        "org.apache..",
                        "org.eclipse..",
                        "io.undertow..")
                .as("core knows no web stack");
    }

    static ArchRule jdkServerOnlyInOps(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackage(root + ".ops..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.net.httpserver..")
                .as("the JDK's HTTP server is used in ops alone");
    }

    static List<ArchRule> librariesStayWhereTheyBelong(String root) {
        List<ArchRule> rules = new ArrayList<>();
        CONFINED.forEach((library, homes) -> rules.add(noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(packages(root, homes))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .as(library + " is used only in " + homes)));
        return rules;
    }

    static ArchRule noMutableStatics(String root) {
        return fields().that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .areStatic()
                .should(beFinal())
                .as("no mutable statics");
    }

    static ArchRule noThreadBoundState(String root) {
        return noFields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(root + "..")
                .and()
                .areDeclaredInClassesThat()
                .doNotHaveSimpleName("CurrentExchange")
                .should()
                .haveRawType(ThreadLocal.class)
                .as("no ThreadLocal but CurrentExchange");
    }

    static ArchRule noClockButTheInjectedOne(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .doNotHaveSimpleName("SystemTime")
                .should()
                .callMethodWhere(callTo(CLOCK_CALLS))
                .as("no clock but the injected one");
    }

    static ArchRule noReflectionOrRegexOnTheRequestPath(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(join(kernel(root), packages(root, PROTECTIONS)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.lang.reflect..", "java.util.regex..")
                .as("no reflection and no regular expressions on the request path");
    }

    static ArchRule caseIsConvertedWithALocale(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .as("case is converted with Locale.ROOT");
    }

    static ArchRule packagesAreNullMarked(String root) {
        return classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new ArchCondition<>("be in a @NullMarked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                            events.add(SimpleConditionEvent.violated(
                                    type, type.getName() + " is in no @NullMarked package"));
                        }
                    }
                });
    }

    private static DescribedPredicate<JavaMethodCall> callTo(Set<String> methods) {
        return describe("call to a clock", call -> {
            MethodCallTarget target = call.getTarget();
            return methods.contains(target.getOwner().getName() + "." + target.getName());
        });
    }

    private static String[] kernel(String root) {
        return join(new String[] {root}, packages(root, KERNEL));
    }

    private static String[] packages(String root, List<String> names) {
        return names.stream().map(name -> root + "." + name + "..").toArray(String[]::new);
    }

    private static String[] join(String[] some, String[] more) {
        String[] joined = Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, joined, some.length, more.length);
        return joined;
    }
}
