/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Searches public procurement notices. Handlers on Javalin that know nothing of Breakwater; Breakwater's filter in front of
 * them, and its upstreams between them and Doffin and Statistics Norway.
 */
@NullMarked
package dev.breakwater.examples.bouvet;

import org.jspecify.annotations.NullMarked;
