/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

/** Where a layer comes from. What it reads may depend on the schema: environment names only make sense beside it. */
@FunctionalInterface
public interface LayerSource {
    /** Reads the layer. Does not throw: what is wrong is among the layer's problems. */
    Layer read(Schema schema);
}
