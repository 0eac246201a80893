/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** The paths of the application's controllers whose answer is the name of a view. */
final class RenderedPaths implements Supplier<Collection<String>> {
    private final ObjectProvider<AbstractHandlerMapping> mappings;
    private final String prefix;

    RenderedPaths(ObjectProvider<AbstractHandlerMapping> mappings, String prefix) {
        this.mappings = mappings;
        this.prefix = prefix;
    }

    @Override
    public Collection<String> get() {
        Set<String> paths = new TreeSet<>();
        mappings.orderedStream()
                .filter(RequestMappingInfoHandlerMapping.class::isInstance)
                .flatMap(
                        mapping -> ((RequestMappingInfoHandlerMapping) mapping).getHandlerMethods().entrySet().stream())
                .filter(handler -> isRendered(handler.getValue()))
                .forEach(handler -> handler.getKey()
                        .getPatternValues()
                        .forEach(pattern -> paths.add(Patterns.plain(prefix + pattern))));
        return paths;
    }

    private static boolean isRendered(HandlerMethod handler) {
        Class<?> answer = handler.getMethod().getReturnType();
        // Boot's own controller renders the error page.
        return (answer == String.class || answer == ModelAndView.class || View.class.isAssignableFrom(answer))
                && !handler.getBeanType().getName().startsWith("org.springframework.boot.")
                && !AnnotatedElementUtils.hasAnnotation(handler.getBeanType(), ResponseBody.class)
                && !AnnotatedElementUtils.hasAnnotation(handler.getMethod(), ResponseBody.class);
    }
}
