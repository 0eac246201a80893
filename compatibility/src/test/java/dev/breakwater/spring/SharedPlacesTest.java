/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.policy.InvalidPolicyException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Ports and paths that Breakwater shares with the application and with Boot's Actuator. */
class SharedPlacesTest {
    private static final String NO_SECURITY =
            "--spring.autoconfigure.exclude=" + String.join(",", ServedApplicationTest.Application.SECURITY);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setOut(console);
    }

    private List<String> said(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--logging.level.dev.breakwater=info", NO_SECURITY));
        all.addAll(List.of(arguments));
        Served.start(Application.class, all.toArray(new String[0])).close();
        return output.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("BW-SPRING-05"))
                .toList();
    }

    @Test
    void anActuatorWhereBootPutsItIsNoConcern() {
        assertThat(said("--management.endpoints.web.exposure.include=*")).isEmpty();
    }

    @Test
    void anActuatorAtTheRootIsSaidWhereItMeetsOurs() {
        assertThat(said("--management.endpoints.web.base-path=/", "--management.endpoints.web.exposure.include=health"))
                .singleElement()
                .asString()
                .contains("WARN", "BW-SPRING-051", "/health", "management.endpoints.web.base-path");
    }

    @Test
    void anActuatorAtAPortOfItsOwnIsOutOfTheWay() {
        assertThat(said("--management.endpoints.web.base-path=/", "--management.server.port=0"))
                .isEmpty();
    }

    @Test
    void theProbesThatActuatorAddsToTheFirstPortAreSaid() {
        assertThat(said(
                        "--management.endpoint.health.probes.enabled=true",
                        "--management.endpoint.health.probes.add-additional-paths=true"))
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("BW-SPRING-051", "/livez"))
                .anySatisfy(line -> assertThat(line).contains("BW-SPRING-051", "/readyz"));
    }

    @Test
    void ourPathsThatWereFreedAreNoConcern() {
        assertThat(said(
                        "--management.endpoint.health.probes.enabled=true",
                        "--management.endpoint.health.probes.add-additional-paths=true",
                        "--breakwater.health.paths.live=none",
                        "--breakwater.health.paths.ready=none"))
                .isEmpty();
    }

    @Test
    void aControllerAtAnEndpointForOperatorsIsSaid() {
        assertThat(said(
                        "--breakwater.rate-limit.policies[0].name=one",
                        "--breakwater.rate-limit.policies[0].limits=100 per minute"))
                .singleElement()
                .asString()
                .contains("WARN", "BW-SPRING-052", "/breakwater/offenders", "Operators get ours");
    }

    @ParameterizedTest
    @CsvSource({
        "--server.port=9155, server.port",
        "--management.server.port=9155, management.server.port",
    })
    void aSecondPortThatBootWantsIsAFault(String wanted, String name) {
        assertThatThrownBy(() -> Served.run(Application.class, NO_SECURITY, "--breakwater.ops.port=9155", wanted)
                        .close())
                .hasRootCauseInstanceOf(InvalidPolicyException.class)
                .rootCause()
                .hasMessageContaining("BW-SPRING-050")
                .hasMessageContaining("ops.port: 9155")
                .hasMessageContaining("other than " + name);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Lists lists() {
            return new Lists();
        }
    }

    @RestController
    static class Lists {
        @GetMapping("/breakwater/offenders")
        String offenders() {
            return "mine";
        }
    }
}
