/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.HeaderRules;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/**
 * Where the application forwards and includes. Headers written during an include are ignored (Servlet 6.0 section 9.3),
 * and so are those of rules that are amended there, say because a fragment of a page is the first to read the nonce. They
 * are laid down once more when the include is over.
 */
record HeldDispatcher(RequestDispatcher dispatcher, Passage passage) implements RequestDispatcher {
    @Override
    public void forward(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        dispatcher.forward(request, response);
    }

    @Override
    public void include(ServletRequest request, ServletResponse response) throws ServletException, IOException {
        HeaderRules before = passage.exchange().amendments();
        try {
            dispatcher.include(request, response);
        } finally {
            if (!passage.exchange().amendments().equals(before)) {
                passage.amended();
            }
        }
    }
}
