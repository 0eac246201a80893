/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

/**
 * One thing to show.
 *
 * @param protection who acts
 * @param act what it does
 * @param scene does it and says what is expected
 */
record Step(String protection, String act, Scene scene) {
    /** Sends what is to be sent. */
    @FunctionalInterface
    interface Scene {
        void play(Transcript transcript) throws Exception;
    }
}
