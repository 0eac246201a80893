/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Observer;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamPolicy;
import java.util.LinkedHashMap;
import java.util.Map;

/** The upstreams that code has asked for. Each keeps its state while settings come and go. Safe for many threads. */
final class Upstreams implements AutoCloseable {
    private final Observer observer;
    private final TimeSource time;
    private final Map<String, Upstream> byName = new LinkedHashMap<>();
    private UpstreamSettings settings;
    private boolean closed;

    Upstreams(UpstreamSettings settings, Observer observer, TimeSource time) {
        this.settings = settings;
        this.observer = observer;
        this.time = time;
    }

    synchronized Upstream named(String name) {
        Upstream known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IllegalStateException("upstream " + name + ": asked for after the runtime was closed");
        }
        Upstream made =
                Upstream.of(settings.policy(name)).observer(observer).time(time).build();
        byName.put(name, made);
        return made;
    }

    /** Changes all of them or, if one of the policies is not valid, none. */
    synchronized void replace(UpstreamSettings next) {
        Map<Upstream, UpstreamPolicy> changes = new LinkedHashMap<>();
        byName.forEach((name, upstream) -> changes.put(upstream, next.policy(name)));
        changes.forEach(Upstream::replace);
        settings = next;
    }

    @Override
    public synchronized void close() {
        closed = true;
        byName.values().forEach(Upstream::close);
    }
}
