/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Finds filters among beans by their type's name, since that type may not be there. Creates no bean. */
final class FilterBeans {
    private FilterBeans() {}

    /** The names of beans of this type. */
    static Set<String> named(String typeName, ListableBeanFactory beans) {
        ClassLoader loader = FilterBeans.class.getClassLoader();
        return ClassUtils.isPresent(typeName, loader)
                ? new TreeSet<>(
                        Set.of(beans.getBeanNamesForType(ClassUtils.resolveClassName(typeName, loader), true, false)))
                : Set.of();
    }

    /** The names of beans that register a filter of this type. */
    static Set<String> registrations(String typeName, ListableBeanFactory beans) {
        ClassLoader loader = FilterBeans.class.getClassLoader();
        if (!ClassUtils.isPresent(typeName, loader)) {
            return Set.of();
        }
        ResolvableType registration = ResolvableType.forClassWithGenerics(
                FilterRegistrationBean.class, ClassUtils.resolveClassName(typeName, loader));
        return new TreeSet<>(List.of(beans.getBeanNamesForType(registration, true, false)));
    }
}
