/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.library.headers;

import io.github.bucket4j.Bucket;

/** Wrong: a library outside the package it is confined to. */
public final class Headers {
    public Bucket bucket(Bucket bucket) {
        return bucket;
    }
}
