/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Breakwater for Spring Boot: hands the Environment's sources to the configuration parser, puts the filters where they
 * belong, and takes the application's own beans in place of ours.
 */
@NullMarked
package dev.breakwater.spring;

import org.jspecify.annotations.NullMarked;
