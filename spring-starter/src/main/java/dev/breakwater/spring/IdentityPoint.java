/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.servlet.IdentifiedFilter;
import org.springframework.beans.factory.ListableBeanFactory;

/** Marks that there is a second admission point behind authentication, so that the first leaves the user to it. */
final class IdentityPoint {
    /** Whether there is one: ours behind Spring Security, or one that the application has put behind its own filter. */
    static boolean isAmong(ListableBeanFactory beans) {
        String filter = IdentifiedFilter.class.getName();
        return beans.getBeanNamesForType(IdentityPoint.class, true, false).length > 0
                || !FilterBeans.named(filter, beans).isEmpty()
                || !FilterBeans.registrations(filter, beans).isEmpty();
    }
}
