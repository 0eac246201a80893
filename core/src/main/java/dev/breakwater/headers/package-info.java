/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The security headers of every response: what a browser may do with it, said once, on every path a response can take.
 * A policy is compiled into sets of header rules, for each of its paths over TLS and otherwise, and each request picks
 * one; where a nonce stands in it, the request fills it in. {@link dev.breakwater.headers.SecurityHeaders} lets the
 * application change what a single response says.
 */
@NullMarked
package dev.breakwater.headers;

import org.jspecify.annotations.NullMarked;
