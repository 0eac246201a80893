/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIf;

/** With Debian's Redis, where there is one. */
@EnabledIf("dev.breakwater.redis.RedisProcess#hasDebian")
final class NewerOutageTest extends OutageContract {
    @Override
    Path executable() {
        return RedisProcess.debian();
    }
}
