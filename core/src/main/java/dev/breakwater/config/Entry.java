/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

/**
 * One value as a layer gives it.
 *
 * @param path without {@code breakwater.}
 * @param value the text; may be a secret
 * @param origin where it comes from, for people
 */
record Entry(String path, String value, String origin) {

    Entry withValue(String other) {
        return new Entry(path, other, origin);
    }

    /** Leaves out the value: it may be a secret. */
    @Override
    public String toString() {
        return path + " from " + origin;
    }
}
