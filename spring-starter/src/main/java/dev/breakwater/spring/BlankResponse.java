/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A response that goes nowhere and remembers its headers, under header rules as a real one. For one thread. */
final class BlankResponse extends HttpServletResponseWrapper {
    private final HeaderRules rules;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    BlankResponse(HeaderRules rules) {
        super(Blank.of(HttpServletResponse.class));
        this.rules = rules;
        for (HeaderRule rule : rules) {
            if (rule.value() != null) {
                headers.put(rule.name(), rule.value());
            }
        }
    }

    /** What is there now. */
    Map<String, String> headers() {
        return headers;
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        HeaderRule rule = rules.find(name);
        if (value != null && (rule == null || rule.mode() != HeaderRule.Mode.PIN)) {
            headers.put(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        setHeader(name, value);
    }

    @Override
    public boolean containsHeader(String name) {
        return headers.containsKey(name);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return headers.get(name);
    }

    @Override
    public Collection<String> getHeaders(String name) {
        String value = headers.get(name);
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public Collection<String> getHeaderNames() {
        return headers.keySet();
    }
}
