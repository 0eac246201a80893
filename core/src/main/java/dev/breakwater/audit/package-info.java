/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Security events as evidence: each decision that those who watch over security want to see becomes one record, in the
 * words of the OWASP Logging Vocabulary, in a log and, if wanted, in a file whose records are chained by hashes, so that
 * nobody changes it unnoticed. Bounded whatever comes in, and never in a request's way.
 */
@NullMarked
package dev.breakwater.audit;

import org.jspecify.annotations.NullMarked;
