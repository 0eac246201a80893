/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.net.URI;

/**
 * Which language model reads tips.
 *
 * @param format how its provider is talked to
 * @param endpoint where
 * @param key a secret
 * @param model which model
 */
record VerifierSettings(ModelFormat format, URI endpoint, String key, String model) {
    /** Without the key. */
    @Override
    public String toString() {
        return model + " at " + endpoint;
    }
}
