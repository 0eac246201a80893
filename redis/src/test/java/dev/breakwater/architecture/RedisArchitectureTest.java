/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for core and makes sense here, too. */
class RedisArchitectureTest {
    private static final String ROOT = "dev.breakwater.redis";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static Stream<ArchRule> rules() {
        return Stream.of(
                ArchitectureRules.coreKnowsNoWebStack(ROOT),
                ArchitectureRules.noMutableStatics(ROOT),
                ArchitectureRules.noThreadBoundState(ROOT),
                ArchitectureRules.noClockButTheInjectedOne(ROOT),
                ArchitectureRules.caseIsConvertedWithALocale(ROOT),
                ArchitectureRules.packagesAreNullMarked(ROOT));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holds_here_as_in_core(ArchRule rule) {
        rule.check(CLASSES);
    }
}
