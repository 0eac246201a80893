/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

/**
 * What is sent at some paths, ready for use. Immutable.
 *
 * @param secure over TLS
 * @param plain otherwise
 */
record ReadyHeaders(HeaderSet secure, HeaderSet plain) {
    /** Nothing at all. */
    static final ReadyHeaders NONE = new ReadyHeaders(HeaderSet.NONE, HeaderSet.NONE);

    HeaderSet on(boolean overTls) {
        return overTls ? secure : plain;
    }
}
