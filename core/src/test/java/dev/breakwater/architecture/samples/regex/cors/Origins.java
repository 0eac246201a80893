/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.regex.cors;

import java.util.regex.Pattern;

/** Wrong: a regular expression on the request path. */
public final class Origins {
    private static final Pattern ORIGIN = Pattern.compile("https://.*");

    public boolean allowed(String origin) {
        return ORIGIN.matcher(origin).matches();
    }
}
