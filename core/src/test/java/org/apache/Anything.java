/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.apache;

/** Stands in for a server's class, so that the sample needs no server. */
public final class Anything {}
