/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.security.Principal;

/**
 * Names the user of a good key. Refuses nobody: guesses have to be counted by the limits first, which come behind it, and then
 * {@link KeyRequiredFilter}.
 */
final class ApiKeyFilter implements Filter {
    static final String HEADER = "X-API-Key";

    private final ApiKeys keys;

    ApiKeyFilter(ApiKeys keys) {
        this.keys = keys;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        String key = http.getHeader(HEADER);
        String user = key == null ? null : keys.user(key);
        chain.doFilter(user == null ? http : new OfUser(http, new User(user)), response);
    }

    private record User(String getName) implements Principal {}

    private static final class OfUser extends HttpServletRequestWrapper {
        private final User user;

        OfUser(HttpServletRequest request, User user) {
            super(request);
            this.user = user;
        }

        @Override
        public Principal getUserPrincipal() {
            return user;
        }

        @Override
        public String getRemoteUser() {
            return user.getName();
        }
    }
}
