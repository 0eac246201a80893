/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

/** The members of a line that are sums. For one thread. */
final class SpendFields {
    private long calls;
    private long in;
    private long cached;
    private long out;
    private long nanoUsd;
    private long assumed;
    private long unpriced;
    private long estimated;
    private long orphans;

    void put(String name, long value) {
        switch (name) {
            case "calls" -> calls = value;
            case "in" -> in = value;
            case "cached" -> cached = value;
            case "out" -> out = value;
            case "nanoUsd" -> nanoUsd = value;
            case "assumed" -> assumed = value;
            case "unpriced" -> unpriced = value;
            case "estimated" -> estimated = value;
            case "orphans" -> orphans = value;
            default -> {}
        }
    }

    long nanoUsd() {
        return nanoUsd;
    }

    Spend build() {
        return new Spend(calls, in, cached, out, nanoUsd, assumed, unpriced, estimated, orphans);
    }
}
