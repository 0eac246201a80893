/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Finds who knows what instances share: where the application is loaded from, else where Breakwater is. A thread that is
 * not the application's own may have no class loader, or one that knows another Breakwater or none.
 */
final class SharedStateFinder {
    private SharedStateFinder() {}

    /**
     * The first provider there is.
     *
     * @param wanted the key that wants it
     * @throws InvalidPolicyException if there is none
     */
    static SharedStateProvider find(String wanted) {
        return ofApplication(Thread.currentThread().getContextClassLoader())
                .or(() -> first(SharedStateProvider.class.getClassLoader()))
                .orElseThrow(() -> missing(wanted));
    }

    // Providers of another application's Breakwater are none of ours, and no reason to fail.
    private static Optional<SharedStateProvider> ofApplication(@Nullable ClassLoader loader) {
        try {
            return loader == null ? Optional.empty() : first(loader);
        } catch (ServiceConfigurationError foreign) {
            return Optional.empty();
        }
    }

    private static Optional<SharedStateProvider> first(ClassLoader loader) {
        return ServiceLoader.load(SharedStateProvider.class, loader).findFirst();
    }

    private static InvalidPolicyException missing(String wanted) {
        return new InvalidPolicyException(List.of(Problem.error(
                "BW-REDIS-001",
                wanted,
                "redis",
                "breakwater-redis on the class path",
                "Add the dependency dev.breakwater:breakwater-redis, or use " + wanted + "=memory.")));
    }
}
