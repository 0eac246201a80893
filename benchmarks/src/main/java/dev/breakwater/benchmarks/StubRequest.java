/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary GET without a container, so that what is measured is ours. Answers what an adapter asks in about the way a
 * container does, without garbage of its own; anything else is a fault of the benchmark.
 */
final class StubRequest extends HttpServletRequestWrapper {
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Object> attributes = new HashMap<>();
    private final ServletContext context = unused(ServletContext.class);

    StubRequest() {
        super(unused(HttpServletRequest.class));
        header("Host", "api.example.com");
        header(
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36");
        header("Accept", "application/json");
        header("Accept-Encoding", "gzip, deflate, br");
        header("Accept-Language", "en-GB,en;q=0.9");
    }

    StubRequest header(String name, String value) {
        headers.put(name.toLowerCase(Locale.ROOT), List.of(value));
        return this;
    }

    void recycle() {
        attributes.clear();
    }

    @SuppressWarnings("unchecked")
    static <T> T unused(Class<T> type) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            if (method.getName().equals("getContextPath")) {
                return "";
            }
            throw new UnsupportedOperationException(type.getSimpleName() + "." + method.getName());
        });
    }

    @Override
    public DispatcherType getDispatcherType() {
        return DispatcherType.REQUEST;
    }

    @Override
    public String getMethod() {
        return "GET";
    }

    @Override
    public String getRequestURI() {
        return "/api/v1/items/42";
    }

    @Override
    public @Nullable String getQueryString() {
        return "page=2&sort=name";
    }

    @Override
    public String getContextPath() {
        return "";
    }

    @Override
    public String getServletPath() {
        return "/api/v1/items/42";
    }

    @Override
    public @Nullable String getPathInfo() {
        return null;
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    @Override
    public String getScheme() {
        return "http";
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String getServerName() {
        return "api.example.com";
    }

    @Override
    public int getServerPort() {
        return 80;
    }

    @Override
    public String getRemoteAddr() {
        return "203.0.113.9";
    }

    @Override
    public @Nullable String getRemoteUser() {
        return null;
    }

    @Override
    public java.security.@Nullable Principal getUserPrincipal() {
        return null;
    }

    @Override
    public @Nullable String getHeader(String name) {
        List<String> lines = headers.get(name);
        return lines == null ? null : lines.get(0);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        List<String> lines = headers.get(name);
        return lines == null ? Collections.emptyEnumeration() : Collections.enumeration(lines);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(headers.keySet());
    }

    @Override
    public @Nullable Object getAttribute(String name) {
        return attributes.get(name);
    }

    @Override
    public void setAttribute(String name, @Nullable Object value) {
        attributes.put(name, value);
    }

    @Override
    public void removeAttribute(String name) {
        attributes.remove(name);
    }

    @Override
    public boolean isAsyncSupported() {
        return true;
    }

    @Override
    public boolean isAsyncStarted() {
        return false;
    }

    @Override
    public ServletContext getServletContext() {
        return context;
    }

    @Override
    public long getContentLengthLong() {
        return -1;
    }
}
