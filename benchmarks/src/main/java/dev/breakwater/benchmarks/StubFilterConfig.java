/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A filter's configuration in a context that has nothing and takes listeners without ever calling them. */
final class StubFilterConfig implements FilterConfig {
    private final Map<String, String> parameters;
    private final ServletContext context = (ServletContext) Proxy.newProxyInstance(
            ServletContext.class.getClassLoader(),
            new Class<?>[] {ServletContext.class},
            (proxy, method, args) -> method.getReturnType() == Map.class ? Map.of() : null);

    StubFilterConfig() {
        this(Map.of());
    }

    StubFilterConfig(Map<String, String> parameters) {
        this.parameters = parameters;
    }

    @Override
    public String getFilterName() {
        return "breakwater";
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public @Nullable String getInitParameter(String name) {
        return parameters.get(name);
    }

    @Override
    public Enumeration<String> getInitParameterNames() {
        return Collections.enumeration(parameters.keySet());
    }
}
