/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.nio.file.Path;

/** With the Redis of the build. */
final class OutageTest extends OutageContract {
    @Override
    Path executable() {
        return RedisProcess.embedded();
    }
}
