/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.audit.AccessDenied;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Slot;
import dev.breakwater.runtime.BreakwaterRuntime;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.core.Authentication;

/**
 * Tells the runtime's observers that somebody known was not allowed what they asked for, once for each request. The
 * anonymous are only asked to log in, which is no news.
 */
final class DeniedAccess implements ApplicationListener<AuthorizationDeniedEvent<?>> {
    private static final Slot<Boolean> SAID = Slot.of("spring.access.denied", Boolean.class);

    private final BreakwaterRuntime runtime;

    DeniedAccess(BreakwaterRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void onApplicationEvent(AuthorizationDeniedEvent<?> event) {
        Authentication who = event.getAuthentication().get();
        if (who == null || who instanceof AnonymousAuthenticationToken || !who.isAuthenticated()) {
            return;
        }
        Exchange exchange = CurrentExchange.get();
        if (exchange != null) {
            if (exchange.get(SAID) != null) {
                return;
            }
            // The page of the refusal may be denied again.
            exchange.put(SAID, true);
        }
        runtime.chain().publish(new AccessDenied(who.getName()), exchange);
    }
}
