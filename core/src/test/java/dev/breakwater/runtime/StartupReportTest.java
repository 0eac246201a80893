/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class StartupReportTest {
    @Test
    void doubts_about_a_guard_are_said_once_where_they_are_configured() {
        assertThat(warnings("api-key, ip"))
                .singleElement()
                .asString()
                .contains("BW-RATE-022 rate-limit.policies[0].key[0]: api-key");
    }

    @Test
    void doubts_about_a_policy_are_not_said_again_about_its_guard() {
        assertThat(warnings("user")).singleElement().asString().contains("BW-RATE-014 rate-limit.policies[0].key");
    }

    @Test
    void limits_that_a_guard_of_the_applications_own_knows_nothing_of_are_said_to_be_unused() {
        RateLimitPolicy own = RateLimitPolicy.builder("own").limits("1/s").build();

        assertThat(said(BreakwaterRuntime.builder(layers("ip"))
                        .guards(List.of(RateLimitGuard.builder().policies(own).build()))))
                .anySatisfy(line -> assertThat(line).contains("guard rate-limit", "nothing enforces the 1 of"));
        assertThat(said(BreakwaterRuntime.builder(Layers.of())
                        .guards(List.of(RateLimitGuard.builder().policies(own).build()))))
                .isEmpty();
    }

    private static List<String> warnings(String key) {
        return said(BreakwaterRuntime.builder(layers(key))).stream()
                .filter(message -> message.contains("BW-RATE"))
                .toList();
    }

    private static List<String> said(BreakwaterRuntime.Builder builder) {
        Logger logger = (Logger) LoggerFactory.getLogger(BreakwaterRuntime.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        try (BreakwaterRuntime runtime = builder.start()) {
            assertThat(runtime.chain().guards()).isNotEmpty();
        } finally {
            logger.detachAppender(said);
        }
        return said.list.stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    private static Layers layers(String key) {
        return Layers.of(Layer.builder("test")
                .put("rate-limit.policies[0].name", "p", "test")
                .put("rate-limit.policies[0].limits", "5/s", "test")
                .put("rate-limit.policies[0].key", key, "test")
                .build());
    }
}
