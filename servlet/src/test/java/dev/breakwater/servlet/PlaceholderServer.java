/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

interface PlaceholderServer extends AutoCloseable {
    int port();
}
