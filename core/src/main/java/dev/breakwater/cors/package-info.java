/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Cross-origin resource sharing by the Fetch standard: which other origins' pages may read this service's responses.
 * Origins are parsed, never matched as pattern text; preflights are answered here and never reach the application; what
 * is not allowed gets a response without any CORS header, and the browser does the refusing.
 */
@NullMarked
package dev.breakwater.cors;

import org.jspecify.annotations.NullMarked;
