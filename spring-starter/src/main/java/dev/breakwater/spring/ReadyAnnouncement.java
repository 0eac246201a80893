/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.runtime.BreakwaterRuntime;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/** Lets the ready probe say yes once the application's runners are through, not as soon as the port is open. */
final class ReadyAnnouncement implements ApplicationListener<ApplicationReadyEvent> {
    private final BreakwaterRuntime runtime;

    ReadyAnnouncement(BreakwaterRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        runtime.serving();
    }
}
