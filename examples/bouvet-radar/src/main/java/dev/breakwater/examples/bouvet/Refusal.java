/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.util.List;

/** A request that cannot be answered, and why; what the client sent is not repeated. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<String> errors;

    Refusal(int status, String detail) {
        this(status, detail, List.of());
    }

    /**
     * A refusal of several things at once.
     *
     * @param errors what is wrong, one by one
     */
    Refusal(int status, String detail, List<String> errors) {
        super(detail, null, false, false); // an answer, not an accident: nobody asks where it came from
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    int status() {
        return status;
    }

    List<String> errors() {
        return errors;
    }
}
