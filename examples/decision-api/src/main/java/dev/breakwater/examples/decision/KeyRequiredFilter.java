/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.audit.AuthenticationFailed;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;

/** Lets no request pass that has no user. Tells the audit log of wrong keys, not of those who have none. */
final class KeyRequiredFilter implements Filter {
    // RFC 9110, section 15.5.2: a 401 has a challenge. No scheme is registered for keys in headers.
    private static final String CHALLENGE = "ApiKey realm=\"decision-api\"";
    private static final byte[] PROBLEM =
            ("{\"type\":\"about:blank\",\"title\":\"Unauthorized\",\"status\":401,\"detail\":"
                            + "\"This service wants a key. Send one that is valid as " + ApiKeyFilter.HEADER + ".\"}")
                    .getBytes(StandardCharsets.UTF_8);

    // A provider: filters are made before most of the rest.
    private final ObjectProvider<BreakwaterRuntime> runtime;

    KeyRequiredFilter(ObjectProvider<BreakwaterRuntime> runtime) {
        this.runtime = runtime;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (http.getUserPrincipal() != null) {
            chain.doFilter(request, response);
            return;
        }
        if (http.getHeader(ApiKeyFilter.HEADER) != null) {
            AuthenticationFailed wrong = new AuthenticationFailed(null, "unknown_key");
            runtime.getObject().chain().publish(wrong, CurrentExchange.get());
        }
        refuse((HttpServletResponse) response);
    }

    private static void refuse(HttpServletResponse response) throws IOException {
        response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        response.setHeader("WWW-Authenticate", CHALLENGE);
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/problem+json");
        response.setContentLength(PROBLEM.length);
        response.getOutputStream().write(PROBLEM);
    }
}
