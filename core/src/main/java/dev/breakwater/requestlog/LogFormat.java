/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/** How an event is written. */
public enum LogFormat {
    /** One JSON object a line, with every field. */
    JSON,
    /** One line for people, with the fields that people look for. */
    TEXT
}
