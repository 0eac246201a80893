/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderVisitor;
import dev.breakwater.exchange.TimeSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A servlet request as guards see it, with its values as they were at its first dispatch: an error page or an async
 * dispatch has a path of its own. Header lines are read from the request, which does not change them, until it ends.
 */
final class ServletExchange extends Exchange {
    // By name, because Servlet 6.0 has no constant for it yet.
    private static final String ERROR_METHOD = "jakarta.servlet.error.method";

    private final String method;
    private final String path;
    private final String rawPath;
    private final @Nullable String query;
    private final String protocol;
    private final String scheme;
    private final @Nullable String authority;
    private final @Nullable String peerAddress;
    private final Instant startedAt;
    private final long startNanos;
    private final boolean userFinal;
    private @Nullable HttpServletRequest request;
    private @Nullable String user;
    private @Nullable Passage passage;
    private long bytesRead;

    ServletExchange(HttpServletRequest request, TimeSource time, boolean userFinal) {
        this.request = request;
        this.userFinal = userFinal;
        startNanos = time.nanoTime();
        startedAt = time.now();
        method = methodOf(request);
        rawPath = rawPathOf(request);
        path = pathOf(request, rawPath);
        query = request.getQueryString();
        protocol = request.getProtocol();
        scheme = request.getScheme();
        authority = authorityOf(request, protocol);
        peerAddress = withoutBrackets(request.getRemoteAddr());
    }

    // HTTP/2 and 3 have it in a pseudo-header, which Tomcat and Jetty tell as the server's name and port alone. Where
    // HTTP/1.0 has none at all, those are the server's own words.
    private static @Nullable String authorityOf(HttpServletRequest request, @Nullable String protocol) {
        String host = request.getHeader("Host");
        if (host != null || protocol == null || protocol.startsWith("HTTP/1")) {
            return host;
        }
        String name = request.getServerName();
        String bracketed = name != null && name.indexOf(':') >= 0 && !name.startsWith("[") ? "[" + name + "]" : name;
        int port = request.getServerPort();
        boolean isDefault = port <= 0 || port == (request.getScheme().equals("https") ? 443 : 80);
        return bracketed == null || isDefault ? bracketed : bracketed + ":" + port;
    }

    // Jetty gives an IPv6 address as a URI has it, in brackets.
    private static @Nullable String withoutBrackets(@Nullable String address) {
        return address != null && address.startsWith("[") && address.endsWith("]")
                ? address.substring(1, address.length() - 1)
                : address;
    }

    // A container that refuses a request before any filter runs comes here first with its error page.
    private static String rawPathOf(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.ERROR
                        && request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String original
                ? original
                : request.getRequestURI();
    }

    // Tomcat gives its error page a method of its own if it cannot read the request's, and since Servlet 6.1 all do.
    static String methodOf(HttpServletRequest request) {
        return request.getDispatcherType() == DispatcherType.ERROR
                        && request.getAttribute(ERROR_METHOD) instanceof String original
                ? original
                : request.getMethod();
    }

    private static String pathOf(HttpServletRequest request, String rawPath) {
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            return rawPath;
        }
        // Not the request's context path: that one is as the client sent it, undecoded.
        String context = request.getServletContext().getContextPath();
        String servlet = request.getServletPath();
        String rest = request.getPathInfo();
        if (context.isEmpty() && rest == null) {
            return servlet.isEmpty() ? "/" : servlet;
        }
        return rest == null ? context + servlet : context + servlet + rest;
    }

    /** From now on the passage hears of amendments. */
    void travelsWith(Passage itsPassage) {
        passage = itsPassage;
    }

    /** The user is known now, by what this request says, wrapped as it is by whatever authenticated it. */
    void identifiedBy(HttpServletRequest identified) {
        user = userOf(identified);
    }

    /** The request has ended; its container will use its objects again. */
    void end() {
        user = user();
        request = null;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String rawPath() {
        return rawPath;
    }

    @Override
    public @Nullable String query() {
        return query;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public @Nullable String authority() {
        return authority;
    }

    @Override
    public @Nullable String header(String name) {
        return request == null ? null : request.getHeader(name);
    }

    @Override
    public List<String> headers(String name) {
        Enumeration<String> lines = request == null ? null : request.getHeaders(name);
        if (lines == null || !lines.hasMoreElements()) {
            return List.of();
        }
        String first = lines.nextElement();
        if (!lines.hasMoreElements()) {
            return List.of(first);
        }
        List<String> all = new ArrayList<>();
        all.add(first);
        all.addAll(Collections.list(lines));
        return all;
    }

    @Override
    public Iterable<String> headerNames() {
        Enumeration<String> names = request == null ? null : request.getHeaderNames();
        return names == null ? List.of() : Collections.list(names);
    }

    @Override
    public void visitHeaders(HeaderVisitor visitor) {
        HttpServletRequest current = request;
        Enumeration<String> names = current == null ? null : current.getHeaderNames();
        if (current == null || names == null) {
            return;
        }
        boolean goOn = true;
        while (goOn && names.hasMoreElements()) {
            String name = names.nextElement();
            goOn = visit(name, current.getHeaders(name), visitor);
        }
    }

    private static boolean visit(String name, Enumeration<String> values, HeaderVisitor visitor) {
        while (values.hasMoreElements()) {
            if (!visitor.visit(name, values.nextElement())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public @Nullable String peerAddress() {
        return peerAddress;
    }

    @Override
    public @Nullable String user() {
        return user != null || request == null ? user : userOf(request);
    }

    @Override
    public boolean isUserFinal() {
        return userFinal;
    }

    private static @Nullable String userOf(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? request.getRemoteUser() : principal.getName();
    }

    @Override
    public byte @Nullable [] readBody(int maxBytes) throws IOException {
        HttpServletRequest current = request;
        if (current == null) {
            return new byte[0];
        }
        if (current.getContentLengthLong() > maxBytes) {
            return null;
        }
        byte[] body = current.getInputStream().readNBytes(maxBytes + 1);
        bytesRead += body.length;
        return body.length > maxBytes ? null : body;
    }

    /** How much of the body guards have read. */
    long bytesRead() {
        return bytesRead;
    }

    @Override
    public @Nullable String responseHeader(String name) {
        return passage == null || request == null ? null : passage.responseHeader(name);
    }

    @Override
    public void publish(String name, Object value) {
        HttpServletRequest current = request;
        if (current != null) {
            current.setAttribute(name, value);
        }
    }

    @Override
    protected void amended() {
        if (passage != null) {
            passage.amended();
        }
    }

    @Override
    public Instant startedAt() {
        return startedAt;
    }

    @Override
    public long startNanos() {
        return startNanos;
    }
}
