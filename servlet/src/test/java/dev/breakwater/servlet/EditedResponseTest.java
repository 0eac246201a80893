/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.TimeSource;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What no server of the contracts does. */
final class EditedResponseTest {
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of("Server", "Jetty(12.0.36)"));

    @Test
    void aServerThatDoesNotLetGoOfItsOwnHeaderServesAllTheSame() {
        new EditedResponse(response(), tally())
                .hold(HeaderRules.of(HeaderRule.remove("Server"), HeaderRule.pin("X-Frame-Options", "DENY")));

        assertThat(headers).containsEntry("X-Frame-Options", "DENY").containsKey("Server");
    }

    @Test
    void anAnswerThatIsNotTheApplicationsStaysSoOverAReset() {
        EditedResponse response = new EditedResponse(response(), tally());
        response.hold(
                HeaderRules.of(HeaderRule.byDefault("Cache-Control", "public").onErrors("no-store")));
        response.fail();
        response.reset();

        assertThat(headers).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void aHeaderWithoutANameIsTheServersToDealWith() {
        EditedResponse response = new EditedResponse(response(), tally());
        response.hold(HeaderRules.of(HeaderRule.pin("X-Frame-Options", "DENY")));

        assertThatCode(() -> response.setHeader(null, "x")).doesNotThrowAnyException();
    }

    private static ResponseTally tally() {
        return new ResponseTally(TestExchange.get("/"), TimeSource.system());
    }

    /** Like Jetty 12.0 where it sends its version. */
    private HttpServletResponse response() {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "setHeader", "addHeader" -> set((String) arguments[0], (String) arguments[1]);
                        case "getHeader" -> headers.get((String) arguments[0]);
                        case "getHeaderNames" -> headers.keySet();
                        case "getStatus" -> 200;
                        case "isCommitted" -> false;
                        case "getHeaders" -> List.of();
                        default -> null;
                    };
                });
    }

    private Object set(String name, String value) {
        if ("Server".equals(name) && value == null) {
            throw new UnsupportedOperationException("Persistent field");
        }
        return headers.put(name, value);
    }
}
