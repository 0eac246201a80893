/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.List;

/**
 * Headers by which services, and what stands behind them, tell what they are made of. Those of other platforms are among
 * them because gateways pass on what their backends send. Not among them are headers that applications and their clients
 * work with, such as those of traces and caches, and those of servers that stand in front, which write theirs after us:
 * to strip more is for {@link HeaderChoices#remove} to say. Each name costs every request a look.
 */
final class RemovedNames {
    static final List<String> ALL = List.of(
            "Server",
            "X-Powered-By",
            "X-Application-Context",
            "X-Generator",
            "X-Version",
            "Liferay-Portal",
            "OracleCommerceCloud-Version",
            "Pega-Host",
            "Powered-By",
            "X-AspNet-Version",
            "X-AspNetMvc-Version",
            "X-Backend-Server",
            "X-CMS",
            "X-Content-Encoded-By",
            "X-Framework",
            "X-Generated-By",
            "X-Jitsi-Release",
            "X-Php-Version",
            "X-Powered-CMS",
            "X-Redirect-By",
            "X-Server-Powered-By",
            "X-SourceFiles");

    private RemovedNames() {}
}
