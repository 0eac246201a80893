/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/** How an event shows who the request's authenticated user is. */
public enum LoggedUser {
    /** A keyed hash: the same user has the same hash, and nobody without the key can tell who it is. */
    HASH,
    /** The name. */
    FULL,
    /** Not at all. */
    OMIT
}
