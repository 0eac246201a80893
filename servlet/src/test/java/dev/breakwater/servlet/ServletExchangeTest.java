/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.TimeSource;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What requests say that no test connection sends. */
final class ServletExchangeTest {

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, http,  a.example:8080, a.example, 8080, a.example:8080",
        "HTTP/1.0, http,  ,               127.0.0.1, 8080, ",
        "HTTP/2.0, https, ,               a.example, 443,  a.example",
        "HTTP/2.0, http,  ,               a.example, 80,   a.example",
        "HTTP/2.0, https, ,               a.example, 8443, a.example:8443",
        "HTTP/3.0, https, ,               ::1,       8443, [::1]:8443",
        "HTTP/2.0, https, ,               [::1],     443,  [::1]",
        "HTTP/2.0, https, b.example,      a.example, 443,  b.example"
    })
    void theAuthorityIsThatOfThePseudoHeaderWhereNoHostIsSent(
            String protocol, String scheme, @Nullable String host, String name, int port, @Nullable String authority) {
        HttpServletRequest request = fake(HttpServletRequest.class, method -> switch (method) {
            case "getProtocol" -> protocol;
            case "getScheme" -> scheme;
            case "getHeader" -> host;
            case "getServerName" -> name;
            case "getServerPort" -> port;
            case "getDispatcherType" -> DispatcherType.REQUEST;
            case "getServletContext" -> fake(ServletContext.class, ignored -> "");
            case "getMethod" -> "GET";
            case "getServletPath", "getRequestURI" -> "/";
            default -> null;
        });

        assertThat(new ServletExchange(request, TimeSource.system(), true).authority())
                .isEqualTo(authority);
    }

    private static <T> T fake(Class<T> type, Function<String, @Nullable Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.apply(method.getName())));
    }
}
