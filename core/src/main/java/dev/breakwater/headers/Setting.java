/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

/**
 * A header as a user or a preset wants it.
 *
 * @param path the key it was set by, for messages
 * @param name as it is to be sent
 * @param value as given
 */
record Setting(String path, String name, String value) {}
