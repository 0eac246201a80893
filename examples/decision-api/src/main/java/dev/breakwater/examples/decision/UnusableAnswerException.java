/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.io.IOException;

/** The language model answered, but not what it was asked for. Never quotes the answer. */
final class UnusableAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableAnswerException(String what) {
        super(what);
    }
}
