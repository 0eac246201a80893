/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.examples.bouvet.standin.DoffinStandIn;
import dev.breakwater.examples.bouvet.standin.KlassStandIn;
import dev.breakwater.exchange.TimeSource;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is asked: the real ones, or stand-ins on this machine where there is no key. */
final class Sources implements AutoCloseable {
    private final Settings settings;
    private final @Nullable DoffinStandIn doffin;
    private final @Nullable KlassStandIn klass;

    Sources(Settings settings, TimeSource time) {
        this.settings = settings;
        doffin = settings.hasKey() ? null : new DoffinStandIn(time);
        klass = settings.klass() == null ? new KlassStandIn() : null;
    }

    URI doffinUrl() {
        return doffin == null ? settings.doffin() : doffin.url();
    }

    String doffinKey() {
        return doffin == null ? settings.key() : DoffinStandIn.KEY;
    }

    URI klassUrl() {
        return klass == null ? Objects.requireNonNull(settings.klass(), "no stand-in, so an address") : klass.url();
    }

    @Nullable
    DoffinStandIn doffin() {
        return doffin;
    }

    @Nullable
    KlassStandIn klass() {
        return klass;
    }

    @Override
    public void close() {
        if (doffin != null) {
            doffin.close();
        }
        if (klass != null) {
            klass.close();
        }
    }
}
