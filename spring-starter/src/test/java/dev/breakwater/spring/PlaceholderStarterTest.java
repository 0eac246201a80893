/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.servlet.PlaceholderFilter;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;

class PlaceholderStarterTest {
    @Test
    void registersTheFilter() {
        new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PlaceholderAutoConfiguration.class))
                .run(context -> assertThat(
                                context.getBean(FilterRegistrationBean.class).getFilter())
                        .isInstanceOf(PlaceholderFilter.class));
    }

    @Test
    void processorWroteItsMetadata() {
        assertThat(getClass().getResource("/META-INF/spring-autoconfigure-metadata.properties"))
                .isNotNull();
    }
}
