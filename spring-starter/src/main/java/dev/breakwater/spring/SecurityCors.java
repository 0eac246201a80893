/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;

/**
 * The CORS filters inside Spring Security's chains. Some have no answer of their own but look up what Spring MVC says,
 * among them the one that Boot adds as soon as there are actuator endpoints.
 */
final class SecurityCors implements SpringCors.Places {
    static final String SOURCE = "configSource";

    private final ObjectProvider<FilterChainProxy> proxies;

    SecurityCors(ObjectProvider<FilterChainProxy> proxies) {
        this.proxies = proxies;
    }

    @Override
    public Stream<SpringCors.Place> find() {
        Set<String> patterns = new TreeSet<>();
        proxies.orderedStream()
                .flatMap(proxy -> proxy.getFilterChains().stream())
                .flatMap(chain -> chain.getFilters().stream())
                .filter(CorsFilter.class::isInstance)
                .forEach(filter -> patterns.addAll(patterns(new DirectFieldAccessor(filter))));
        return Stream.of(new SpringCors.Place(
                "http.cors()",
                patterns,
                "Switch it off: http.cors(cors -> cors.disable()), and remove its CorsConfigurationSource"));
    }

    // A filter does not tell for which paths it has an answer; what it asks does.
    private static Set<String> patterns(DirectFieldAccessor filter) {
        Object source = filter.isReadableProperty(SOURCE) ? filter.getPropertyValue(SOURCE) : null;
        if (source instanceof UrlBasedCorsConfigurationSource urls) {
            return urls.getCorsConfigurations().keySet();
        }
        boolean isMvc = source != null && source.getClass().getName().startsWith("org.springframework.web.servlet.");
        return isMvc ? Set.of() : Set.of("/**");
    }
}
