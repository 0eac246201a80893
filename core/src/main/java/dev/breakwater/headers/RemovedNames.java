/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.List;

/**
 * Headers by which services, and what stands behind them, tell what they are made of. Those of other platforms are among
 * them because gateways pass on what their backends send. Headers that applications and their clients work with, such as
 * those of traces and caches, are not: to strip them is for {@link HeaderChoices#remove} to say.
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
            "X-BEServer",
            "X-CalculatedBETarget",
            "X-CF-Powered-By",
            "X-CMS",
            "X-Cocoon-Version",
            "X-Content-Encoded-By",
            "X-DiagInfo",
            "X-FEServer",
            "X-Framework",
            "X-Generated-By",
            "X-Jitsi-Release",
            "X-OWA-Version",
            "X-Php-Version",
            "X-Powered-By-Plesk",
            "X-Powered-CMS",
            "X-Redirect-By",
            "X-Server-Powered-By",
            "X-SourceFiles",
            "X-Turbo-Charged-By",
            "X-Umbraco-Version",
            "X-Varnish-Backend",
            "X-Varnish-Server");

    private RemovedNames() {}
}
