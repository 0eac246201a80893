/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups and what single checks should do otherwise: from every source, into a service that runs. */
class HealthSettingsTest {
    private static final String YAML = """
            breakwater:
              health:
                checks:
                  billing: {critical: false, scope: shared, interval: 30s, timeout: 1s}
                  memory: {enabled: false}
                groups:
                  payments: [billing, "ledger?"]
            """;

    private static final String PROPERTIES = """
            breakwater.health.checks.billing.critical = false
            breakwater.health.checks.billing.scope = shared
            breakwater.health.checks.billing.interval = 30s
            breakwater.health.checks.billing.timeout = 1s
            breakwater.health.checks.memory.enabled = false
            breakwater.health.groups.payments = billing, ledger?
            """;

    private static final Map<String, String> ENVIRONMENT = Map.of(
            "BREAKWATER_HEALTH_CHECKS_BILLING_CRITICAL", "false",
            "BREAKWATER_HEALTH_CHECKS_BILLING_SCOPE", "shared",
            "BREAKWATER_HEALTH_CHECKS_BILLING_INTERVAL", "30s",
            "BREAKWATER_HEALTH_CHECKS_BILLING_TIMEOUT", "1s",
            "BREAKWATER_HEALTH_CHECKS_MEMORY_ENABLED", "false",
            "BREAKWATER_HEALTH_GROUPS_PAYMENTS", "billing,ledger?");

    @Test
    void yamlReachesTheService() {
        assertReaches(Layers.of(YamlFile.read("breakwater.yaml", YAML)));
    }

    @Test
    void propertiesReachTheService() {
        assertReaches(Layers.of(PropertiesFile.read("breakwater.properties", PROPERTIES)));
    }

    @Test
    void theEnvironmentReachesTheService() {
        assertReaches(Layers.of(Layers.environment(ENVIRONMENT)));
    }

    private static void assertReaches(Layers layers) {
        try (BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers)
                .healthChecks(List.of(HealthCheck.local("billing", HealthResult::up)))
                .time(new ManualTime())
                .start()) {
            List<ComponentHealth> components =
                    runtime.health().orElseThrow().snapshot().components();

            assertThat(components).extracting(ComponentHealth::name).doesNotContain("memory");
            assertThat(components)
                    .filteredOn(component -> component.name().equals("billing"))
                    .singleElement()
                    .satisfies(billing -> {
                        assertThat(billing.critical()).isFalse();
                        assertThat(billing.scope()).isEqualTo(HealthCheck.Scope.SHARED);
                    });
            assertThat(BreakwaterSettings.read(layers).health().paths()).contains("/health/payments");
        }
    }

    @Test
    void whatReplacesThemReachesTheServiceToo() {
        try (BreakwaterRuntime runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", Map.of())))
                .healthChecks(List.of(HealthCheck.local("billing", HealthResult::up)))
                .time(new ManualTime())
                .start()) {
            assertThat(names(runtime)).contains("billing", "memory");
            runtime.replace(BreakwaterSettings.read(Layers.of(YamlFile.read("breakwater.yaml", YAML))));

            assertThat(names(runtime)).contains("billing").doesNotContain("memory");
            InvalidPolicyException unknown = catchThrowableOfType(
                    InvalidPolicyException.class,
                    () -> runtime.replace(BreakwaterSettings.read(
                            Layers.of(Layer.of("test", Map.of("health.groups.payments", "biling"))))));
            assertThat(unknown).hasMessageContaining("BW-HEALTH-016").hasMessageContaining("billing");
            assertThat(names(runtime)).doesNotContain("memory");
        }
    }

    private static List<String> names(BreakwaterRuntime runtime) {
        return runtime.health().orElseThrow().snapshot().components().stream()
                .map(ComponentHealth::name)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "health.checks.billing.critcal, true, critical",
        "health.checks.billing.scope, sharded, shared",
        "health.check.billing.enabled, true, checks",
        "health.group.payments, billing, groups",
    })
    void aSlipOfTheKeyboardIsAFaultThatNamesWhatWasMeant(String key, String value, String meant) {
        assertThatThrownBy(() -> BreakwaterSettings.read(Layers.of(Layer.of("test", Map.of(key, value)))))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining(meant);
    }

    @Test
    void inTheEnvironmentWhichOthersUseTooItIsWarnedOf() {
        BreakwaterSettings settings = BreakwaterSettings.read(
                Layers.of(Layers.environment(Map.of("BREAKWATER_HEALTH_CHECKS_BILLING_CRITCAL", "true"))));

        assertThat(settings.warnings()).singleElement().asString().contains("BREAKWATER_HEALTH_CHECKS_BILLING_CRITCAL");
    }
}
