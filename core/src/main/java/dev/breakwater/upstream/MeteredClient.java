/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.net.http.HttpClient;

/**
 * An HTTP client that measures the calls it makes. Under a {@linkplain UpstreamHttp#meter meter of an upstream} the client
 * in it is used instead, since one layer measures a call, never two.
 */
public interface MeteredClient {
    /** The client that does the work, and measures nothing. */
    HttpClient unmetered();
}
