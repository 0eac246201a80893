/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Serves the pages on the class path, each under any folder, with the request's nonce wherever they ask for it. */
final class PagesApplication extends HttpServlet {
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String path = request.getRequestURI();
        String name = path.substring(path.lastIndexOf('/') + 1);
        try (InputStream page = PagesApplication.class.getResourceAsStream("/pages/" + name)) {
            if (page == null) {
                response.sendError(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            String text = new String(page.readAllBytes(), StandardCharsets.UTF_8);
            response.setContentType(type(name));
            if (text.contains("{nonce}")) {
                text = text.replace("{nonce}", Objects.toString(request.getAttribute("cspNonce")));
            }
            response.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String type(String name) {
        if (name.equals("mislabelled.js")) {
            return "text/plain";
        }
        return name.endsWith(".js") ? "text/javascript" : "text/html";
    }
}
