/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

/**
 * One thing to show.
 *
 * @param protection who acts
 * @param act what it does, as a sentence's end
 * @param body does it and says what is expected
 */
record Step(String protection, String act, Body body) {
    /** Sends what is to be sent. */
    @FunctionalInterface
    interface Body {
        Finding run(Client client) throws Exception;
    }
}
