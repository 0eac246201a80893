/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The patterns that controllers handle, as clients write them: beginning with the context path. */
final class HandledPaths {
    private HandledPaths() {}

    static Set<String> of(ObjectProvider<RequestMappingInfoHandlerMapping> mappings, Environment environment) {
        String prefix = text(environment, "server.servlet.context-path") + text(environment, "spring.mvc.servlet.path");
        Set<String> patterns = new TreeSet<>();
        mappings.orderedStream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .map(RequestMappingInfo::getPatternValues)
                .forEach(values -> values.forEach(value -> patterns.add(Patterns.plain(prefix + value))));
        return patterns;
    }

    private static String text(Environment environment, String key) {
        String path = environment.getProperty(key, "");
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
