/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.security.Principal;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Lets Tomcat know the user by the bearer token, before any filter runs: so Breakwater's limits count by user from the
 * beginning. Refuses nothing itself, since its answers would have neither headers nor a log entry nor a limit; that is for
 * {@link TokenInterceptor}.
 */
final class TokenValve extends ValveBase {
    /** The request's attribute that says that it has a token which is not valid. */
    static final String REFUSED = TokenValve.class.getName() + ".refused";

    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    TokenValve(Tokens tokens) {
        super(/* asyncSupported= */ true);
        this.tokens = tokens;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        String authorization = request.getHeader("Authorization");
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            String user = tokens.user(authorization.substring(SCHEME.length()).strip());
            if (user == null) {
                request.setAttribute(REFUSED, true);
            } else {
                request.setUserPrincipal(new User(user));
            }
        }
        getNext().invoke(request, response);
    }

    private record User(String getName) implements Principal {}
}
