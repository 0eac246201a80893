/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/** How an event shows addresses: the client's and that of the socket's other end. */
public enum LoggedAddress {
    /** As they are. */
    FULL,
    /** The first 24 bits of an IPv4 address, the first 48 of an IPv6 address, then zeros. */
    CUT,
    /** A keyed hash: the same address has the same hash, and nobody without the key can tell whose it is. */
    HASH
}
