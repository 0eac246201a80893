/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A failure that may know when trying again makes sense. Exceptions of an application's own clients that implement it are
 * heard as those of {@link UpstreamHttp} are: no further attempt comes sooner.
 */
public interface RetryAfter {
    /** How long from the failure on; null if that is not known. Neither negative nor exact: never sooner. */
    @Nullable
    Duration retryAfter();
}
