/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

/** Whether a call has a price, and if not, why. A call without one did not cost nothing: its cost is not known. */
public enum Pricing {
    /** The cost is exact, by the price book and what was counted. */
    PRICED,
    /** The price book has no price for the model at that instant. */
    UNKNOWN_MODEL,
    /** The call was sent and may be billed, but its answer never came, or said that the provider had failed. */
    NO_ANSWER,
    /** The provider reported no usage. */
    NO_USAGE,
    /** The provider's report cannot be understood. */
    MALFORMED_USAGE,
    /** The answer is in a content coding that is not understood. */
    UNREADABLE_ANSWER,
    /** The call used a kind of content whose price differs and is not in the book. */
    OTHER_MODALITY,
    /** The call was served by a tier, at a speed or in a region whose price is not in the book. */
    OTHER_TIER,
    /** The call read from the provider's cache or wrote to it, and the book has no price for that. */
    NO_CACHE_PRICE,
    /** The provider searched the web, and the book has no price for that. */
    NO_SEARCH_PRICE,
    /**
     * The provider used another tool of its own, such as file search or code execution, whose fee depends on more than its
     * answer says. The tokens alone are not the cost.
     */
    NO_TOOL_PRICE,
    /** The cost does not fit into a long. */
    OVERFLOW
}
