/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;

/** Answers an operator. Safe for use by many threads; what it throws is a fault of the guard that asked. */
@FunctionalInterface
public interface Endpoint {
    /** The answer to this request, whose method is GET or HEAD. */
    Reply answer(Exchange exchange);
}
