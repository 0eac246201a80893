/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

/**
 * A header as somebody wants it.
 *
 * @param path the key it was set by, for messages
 * @param name as it is to be sent
 * @param value as given
 * @param level who wants it; the highest is heard
 */
record Setting(String path, String name, String value, int level) {
    /** The preset. */
    static final int PRESET = 0;
    /** The policy itself. */
    static final int SITE = 1;
    /** One of its rules. */
    static final int RULE = 2;

    static Setting ofPreset(String name, String value) {
        return new Setting("preset", name, value, PRESET);
    }
}
