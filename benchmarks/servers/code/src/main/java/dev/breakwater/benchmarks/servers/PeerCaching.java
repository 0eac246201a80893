/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.servers;

import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;

/** Bucket4j's starter keeps its buckets in a cache of Spring's. */
@EnableCaching
@Configuration(proxyBeanMethods = false)
class PeerCaching {}
