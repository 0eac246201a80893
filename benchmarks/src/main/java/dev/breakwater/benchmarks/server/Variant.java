/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import java.util.List;

/** A server to measure. */
enum Variant {
    BOOT_BARE("boot-bare", "BootServer", ""),
    BOOT_BREAKWATER("boot-breakwater", "BootServer", "breakwater"),
    BOOT_PEERS("boot-peers", "BootServer", "peers"),
    JETTY_BARE("jetty-bare", "JettyServer", ""),
    JETTY_BREAKWATER("jetty-breakwater", "JettyBreakwater", "");

    private static final List<String> OURS = List.of(
            "content-security-policy",
            "x-content-type-options",
            "access-control-allow-origin",
            "ratelimit",
            "ratelimit-policy",
            "x-request-id");
    private static final List<String> PEERS = List.of(
            "content-security-policy",
            "x-content-type-options",
            "access-control-allow-origin",
            "x-rate-limit-remaining");

    /** The module that says what is on its class path. */
    final String module;

    /** The class to start. */
    final String mainClass;

    /** Of Spring; empty for none. */
    final String profile;

    Variant(String module, String main, String profile) {
        this.module = module;
        this.mainClass = "dev.breakwater.benchmarks.servers." + main;
        this.profile = profile;
    }

    /** The headers that tell that its protections are at work; none if it has none. */
    List<String> headers() {
        return switch (this) {
            case BOOT_BARE, JETTY_BARE -> List.of();
            case BOOT_BREAKWATER, JETTY_BREAKWATER -> OURS;
            case BOOT_PEERS -> PEERS;
        };
    }

    /** The server without anything that this one is compared with. */
    Variant bare() {
        return module.startsWith("boot") ? BOOT_BARE : JETTY_BARE;
    }

    boolean isBare() {
        return this == bare();
    }
}
