/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

/** Is shown the header lines of a request one by one. */
@FunctionalInterface
public interface HeaderVisitor {
    /**
     * Looks at one line.
     *
     * @return whether to go on; false if this one was enough
     */
    boolean visit(String name, String value);
}
