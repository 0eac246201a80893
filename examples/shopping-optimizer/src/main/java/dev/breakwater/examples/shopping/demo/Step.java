/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

/**
 * One thing to show.
 *
 * @param protection who acts
 * @param act what it does
 * @param scene sends what is to be sent and says what is expected
 */
record Step(String protection, String act, Scene scene) {
    /** What happens in a step. */
    @FunctionalInterface
    interface Scene {
        void play(Transcript transcript) throws Exception;
    }
}
