/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The security headers of every response: what a browser may do with it, said once, on every path a response can take.
 * A policy is compiled into two sets of header rules, for requests over TLS and for others, and each request picks one.
 */
@NullMarked
package dev.breakwater.headers;

import org.jspecify.annotations.NullMarked;
