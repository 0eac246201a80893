/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/** What tokens stand for. */
public enum Modality {
    /** Written text. */
    TEXT,
    /** Sound. */
    AUDIO,
    /** Pictures and documents. */
    IMAGE,
    /** Moving pictures. */
    VIDEO,
    /** A kind that this version does not know. */
    OTHER
}
