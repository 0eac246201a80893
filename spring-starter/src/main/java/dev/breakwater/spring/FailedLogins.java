/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.audit.AuthenticationFailed;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Slot;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.Locale;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;

/** Tells the runtime's observers that somebody could not prove who they are, once for each request. */
final class FailedLogins implements ApplicationListener<AbstractAuthenticationFailureEvent> {
    private static final Slot<Boolean> SAID = Slot.of("spring.login.failed", Boolean.class);
    private static final String SUFFIX = "Exception";

    private final BreakwaterRuntime runtime;

    FailedLogins(BreakwaterRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void onApplicationEvent(AbstractAuthenticationFailureEvent event) {
        Exchange exchange = CurrentExchange.get();
        if (exchange != null) {
            if (exchange.get(SAID) != null) {
                return;
            }
            exchange.put(SAID, true);
        }
        String reason = kind(event.getException().getClass().getSimpleName());
        runtime.chain()
                .publish(new AuthenticationFailed(event.getAuthentication().getName(), reason), exchange);
    }

    /** {@code bad_credentials} for {@code BadCredentialsException}: the message may hold what the client sent. */
    static String kind(String type) {
        String bare = type.endsWith(SUFFIX) ? type.substring(0, type.length() - SUFFIX.length()) : type;
        StringBuilder kind = new StringBuilder(bare.length() + 4);
        for (int i = 0; i < bare.length(); i++) {
            if (i > 0 && Character.isUpperCase(bare.charAt(i))) {
                kind.append('_');
            }
            kind.append(bare.charAt(i));
        }
        return kind.toString().toLowerCase(Locale.ROOT);
    }
}
