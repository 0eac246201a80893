/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Decision API: says what to do with a customer's message, by rules where they suffice and by a language model where
 * they do not. Everything that makes it fit for production comes from Breakwater's starter and {@code application.yaml}.
 */
@NullMarked
package dev.breakwater.examples.decision;

import org.jspecify.annotations.NullMarked;
