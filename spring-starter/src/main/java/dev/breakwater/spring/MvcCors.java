/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The CORS mappings of Spring MVC's configuration, and controllers with {@code @CrossOrigin}. */
final class MvcCors implements SpringCors.Places {
    private final ObjectProvider<AbstractHandlerMapping> mappings;
    private final String prefix;

    MvcCors(ObjectProvider<AbstractHandlerMapping> mappings, String prefix) {
        this.mappings = mappings;
        this.prefix = prefix;
    }

    @Override
    public Stream<SpringCors.Place> find() {
        return Stream.of(
                new SpringCors.Place("WebMvcConfigurer.addCorsMappings", configured(), "Remove these mappings"),
                new SpringCors.Place("@CrossOrigin", annotated(), "Remove the annotations"));
    }

    private Collection<String> configured() {
        Set<String> patterns = new TreeSet<>();
        mappings.orderedStream().forEach(mapping -> {
            if (mapping.getCorsConfigurationSource() instanceof UrlBasedCorsConfigurationSource source) {
                source.getCorsConfigurations().keySet().forEach(pattern -> patterns.add(prefix + pattern));
            }
        });
        return patterns;
    }

    private Collection<String> annotated() {
        Set<String> patterns = new TreeSet<>();
        mappings.orderedStream()
                .filter(RequestMappingInfoHandlerMapping.class::isInstance)
                .flatMap(
                        mapping -> ((RequestMappingInfoHandlerMapping) mapping).getHandlerMethods().entrySet().stream())
                .filter(handler -> isAnnotated(handler.getValue()))
                .forEach(handler ->
                        handler.getKey().getPatternValues().forEach(pattern -> patterns.add(prefix + pattern)));
        return patterns;
    }

    private static boolean isAnnotated(HandlerMethod handler) {
        return List.of(handler.getBeanType(), handler.getMethod()).stream()
                .anyMatch(element -> AnnotatedElementUtils.hasAnnotation(element, CrossOrigin.class));
    }
}
