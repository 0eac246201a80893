/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.filter.CorsFilter;

/**
 * What a native image would leave out, because the code asks for it by name: the price list, what Redis runs,
 * Jetty's error pages, and what lets Spring's filters be asked at the start what they do.
 */
final class NativeImageHints implements RuntimeHintsRegistrar {
    static final String PRICES = "dev/breakwater/cost/price/prices.yaml";
    static final String SCRIPTS = "dev/breakwater/redis/*.lua";

    // Boot 3.5 has Jetty with ee10, Boot 4 with ee11.
    private static final List<String> JETTYS =
            List.of("org.eclipse.jetty.ee10.servlet", "org.eclipse.jetty.ee11.servlet");
    private static final List<String> ERROR_PAGES =
            List.of(".ServletContextHandler", ".ErrorHandler", ".ErrorHandler$ErrorPageMapper");

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        hints.resources().registerPattern(PRICES).registerPattern(SCRIPTS);
        for (String home : JETTYS) {
            for (String type : ERROR_PAGES) {
                hints.reflection()
                        .registerTypeIfPresent(classLoader, home + type, MemberCategory.INVOKE_PUBLIC_METHODS);
            }
        }
        hints.proxies()
                .registerJdkProxy(HttpServletRequest.class)
                .registerJdkProxy(HttpServletResponse.class)
                .registerJdkProxy(HttpServletMapping.class);
        Field source = ReflectionUtils.findField(CorsFilter.class, SecurityCors.SOURCE);
        if (source != null) {
            hints.reflection().registerField(source);
        }
    }
}
