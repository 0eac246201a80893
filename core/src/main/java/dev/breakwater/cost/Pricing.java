/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

/** Whether a call has a price, and if not, why. A call without one did not cost nothing: its cost is not known. */
public enum Pricing {
    /** The cost is exact, by the price book. */
    PRICED,
    /** No parser reads this provider's answers. */
    UNKNOWN_PROVIDER,
    /** The price book has no price for the model at that instant. */
    UNKNOWN_MODEL,
    /** The provider reported no usage. */
    NO_USAGE,
    /** The provider's report cannot be understood. */
    MALFORMED_USAGE,
    /** The call used a kind of content whose price differs and is not in the book. */
    OTHER_MODALITY,
    /** The call was served by a tier whose price is not in the book. */
    OTHER_TIER,
    /** The call read from the provider's cache, and the book has no price for that. */
    NO_CACHE_PRICE,
    /** The cost does not fit into a long. */
    OVERFLOW
}
