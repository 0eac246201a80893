/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.headers.CspDirective;
import dev.breakwater.headers.CspSource;
import dev.breakwater.headers.SecurityHeaders;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The front end's files: one page, written anew for each request because of its nonce, and what it loads. */
final class Pages {
    private static final String HTML = "text/html; charset=utf-8";

    private final String page;
    private final CspSource api;

    /**
     * The files.
     *
     * @param api where the page's script asks
     */
    Pages(URI api) {
        this.page = new String(file("index.html"), StandardCharsets.UTF_8).replace("{api}", api.toString());
        this.api = CspSource.of(api.toString());
    }

    void register(RoutesConfig routes) {
        routes.get("/", this::page);
        asset(routes, "app.js", "text/javascript; charset=utf-8");
        asset(routes, "style.css", "text/css; charset=utf-8");
        asset(routes, "icon.svg", "image/svg+xml");
    }

    private void page(Context call) {
        SecurityHeaders headers = SecurityHeaders.current().append(CspDirective.CONNECT_SRC, api);
        call.contentType(HTML).result(page.replace("{nonce}", headers.nonce()));
    }

    private static void asset(RoutesConfig routes, String name, String type) {
        byte[] bytes = file(name);
        routes.get("/assets/" + name, call -> Answers.bytes(call, type, bytes));
    }

    private static byte[] file(String name) {
        try (InputStream file = Pages.class.getResourceAsStream('/' + FrontEnd.FILES + name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
