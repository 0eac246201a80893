/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.function.Function;

/** A check from its parts. */
record SimpleCheck(String id, String title, Function<? super ReadinessContext, Finding> question)
        implements ReadinessCheck {
    @Override
    public Finding judge(ReadinessContext context) {
        return question.apply(context);
    }

    @Override
    public String toString() {
        return id;
    }
}
