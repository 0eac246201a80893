/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * A body without its secrets.
 *
 * @param text what may be recorded
 * @param truncated whether there was more of the body than the text shows, because it was cut before or is cut here
 */
public record RedactedBody(String text, boolean truncated) {}
