/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule holds for core, lets the good sample pass and catches the bad one. */
class ArchitectureTest {
    private static final String SAMPLES = "dev.breakwater.architecture.samples.";
    private static final String GOOD = SAMPLES + "good";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.breakwater");

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("kernelup", one(ArchitectureRules::kernelUsesNoHigherTier)),
                rule("protectionup", one(ArchitectureRules::protectionsUseNoAssembly)),
                rule("protectionmix", ArchitectureRules::protectionsStandAlone),
                rule("cycle", one(ArchitectureRules::noCycles)),
                rule("webstack", one(ArchitectureRules::coreKnowsNoWebStack)),
                rule("jdkserver", one(ArchitectureRules::jdkServerOnlyInOps)),
                rule("library", ArchitectureRules::librariesStayWhereTheyBelong),
                rule("mutablestatic", one(ArchitectureRules::noMutableStatics)),
                rule("threadlocal", one(ArchitectureRules::noThreadBoundState)),
                rule("clock", one(ArchitectureRules::noClockButTheInjectedOne)),
                rule("regex", one(ArchitectureRules::noReflectionOrRegexOnTheRequestPath)),
                rule("localecase", one(ArchitectureRules::caseIsConvertedWithALocale)),
                rule("unmarked", one(ArchitectureRules::packagesAreNullMarked)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holdsForCore(String bad, Function<String, List<ArchRule>> rules) {
        for (ArchRule rule : rules.apply("dev.breakwater")) {
            rule.check(CORE);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void letsTheGoodSamplePass(String bad, Function<String, List<ArchRule>> rules) {
        JavaClasses good = new ClassFileImporter().importPackages(GOOD);
        for (ArchRule rule : rules.apply(GOOD)) {
            rule.check(good);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void catchesTheBadSample(String bad, Function<String, List<ArchRule>> rules) {
        String root = SAMPLES + bad;
        JavaClasses sample = new ClassFileImporter().importPackages(root);
        assertThat(rules.apply(root))
                .as("a violation in %s", root)
                .anyMatch(rule -> rule.allowEmptyShould(true).evaluate(sample).hasViolation());
    }

    private static Arguments rule(String bad, Function<String, List<ArchRule>> rules) {
        return Arguments.of(bad, rules);
    }

    private static Function<String, List<ArchRule>> one(Function<String, ArchRule> rule) {
        return root -> List.of(rule.apply(root));
    }
}
