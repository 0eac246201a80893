/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.MappingMatch;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ordinary request without a container, so that what is measured is ours. Answers what an adapter asks in about the way a
 * container does, without garbage of its own; anything else is a fault of the benchmark.
 */
final class StubRequest extends HttpServletRequestWrapper {
    private static final HttpServletMapping DEFAULT_SERVLET = new HttpServletMapping() {
        @Override
        public String getMatchValue() {
            return "";
        }

        @Override
        public String getPattern() {
            return "/";
        }

        @Override
        public String getServletName() {
            return "application";
        }

        @Override
        public MappingMatch getMappingMatch() {
            return MappingMatch.DEFAULT;
        }
    };

    private static final ServletInputStream NO_BODY = new ServletInputStream() {
        @Override
        public boolean isFinished() {
            return true;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new UnsupportedOperationException("setReadListener");
        }

        @Override
        public int read() {
            return -1;
        }
    };

    // Looked through from the first to the last, as Tomcat does.
    private final List<String> headerNames = new ArrayList<>();
    private final List<List<String>> headerLines = new ArrayList<>();
    private final Map<String, Object> attributes = new HashMap<>();
    private final ServletContext context = unused(ServletContext.class);
    private final String method;
    private final String scheme;

    StubRequest() {
        this("GET", "http");
    }

    StubRequest(String method, String scheme) {
        super(unused(HttpServletRequest.class));
        this.method = method;
        this.scheme = scheme;
        header("Host", "api.example.com");
        header(
                "User-Agent",
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36");
        header("Accept", "application/json");
        header("Accept-Encoding", "gzip, deflate, br");
        header("Accept-Language", "en-GB,en;q=0.9");
    }

    StubRequest header(String name, String value) {
        headerNames.add(name.toLowerCase(Locale.ROOT));
        headerLines.add(List.of(value));
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
        return method;
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
    public HttpServletMapping getHttpServletMapping() {
        return DEFAULT_SERVLET;
    }

    @Override
    public String getProtocol() {
        return "HTTP/1.1";
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public boolean isSecure() {
        return scheme.equals("https");
    }

    @Override
    public String getServerName() {
        return "api.example.com";
    }

    @Override
    public int getServerPort() {
        return isSecure() ? 443 : 80;
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
        List<String> lines = lines(name);
        return lines == null ? null : lines.get(0);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        List<String> lines = lines(name);
        return lines == null ? Collections.emptyEnumeration() : new Elements(lines);
    }

    private @Nullable List<String> lines(String name) {
        for (int i = 0; i < headerNames.size(); i++) {
            if (headerNames.get(i).equalsIgnoreCase(name)) {
                return headerLines.get(i);
            }
        }
        return null;
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return new Elements(headerNames);
    }

    /** One object for each question, as containers make. */
    @SuppressWarnings("JdkObsolete") // the servlet API asks for one
    private static final class Elements implements Enumeration<String> {
        private final List<String> elements;
        private int next;

        Elements(List<String> elements) {
            this.elements = elements;
        }

        @Override
        public boolean hasMoreElements() {
            return next < elements.size();
        }

        @Override
        public String nextElement() {
            return elements.get(next++);
        }
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
    public @Nullable String getContentType() {
        return null;
    }

    @Override
    public @Nullable String getCharacterEncoding() {
        return null;
    }

    @Override
    public int getContentLength() {
        return -1;
    }

    @Override
    public long getContentLengthLong() {
        return -1;
    }

    @Override
    public @Nullable HttpSession getSession(boolean create) {
        return null;
    }

    @Override
    public String getRemoteHost() {
        return getRemoteAddr();
    }

    @Override
    public ServletInputStream getInputStream() {
        return NO_BODY;
    }

    @Override
    public StringBuffer getRequestURL() {
        return new StringBuffer(scheme).append("://").append(getServerName()).append(getRequestURI());
    }
}
