/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import org.slf4j.event.Level;

/**
 * A request that has ended and whose event is to be written.
 *
 * @param exchange the request
 * @param event what was gathered about it
 * @param outcome how it ended
 * @param level how bad that is
 * @param rate of how many requests of its kind this is the one that is written
 * @param lost how many events were lost since the last one that was written
 */
record Ended(Exchange exchange, RequestEvent event, Outcome outcome, Level level, double rate, long lost) {}
