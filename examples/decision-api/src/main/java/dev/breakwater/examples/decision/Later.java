/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a question that could wait.
 *
 * @param status {@code waiting} or {@code decided}
 * @param decision the answer, as soon as there is one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Later(String status, @Nullable Answer decision) {
    static final Later WAITING = new Later("waiting", null);

    static Later decided(Answer answer) {
        return new Later("decided", answer);
    }
}
