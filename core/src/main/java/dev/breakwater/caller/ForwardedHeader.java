/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

/** Which one header tells what a proxy saw. Exactly one is read; the others are a client's to invent. */
public enum ForwardedHeader {
    /** {@code X-Forwarded-For}, with {@code X-Forwarded-Proto} and {@code X-Forwarded-Host} beside it. */
    X_FORWARDED_FOR,
    /** {@code Forwarded} (RFC 7239), with {@code for=}, {@code proto=} and {@code host=}. */
    FORWARDED,
    /** None: the connection's own address counts, as the container reports it. */
    NONE
}
