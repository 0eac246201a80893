/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** Browsers let every page open a socket to any server, with cookies; it is the server that has to refuse. */
@BrowserTest
class WebSocketTest {
    @Parameter
    Stack stack;

    private Browser browser;
    private Service service;

    @BeforeParameterizedClassInvocation
    void start(Stack on, Browser running) throws Exception {
        browser = running;
        service = Service.start(
                on,
                Map.of("cors.policies[0].allowed-origins", "http://" + SharedService.ALLOWED + ":*"),
                // Where no servlet answers for the path, Tomcat asks no filter either, its own for sockets included.
                Map.of("/", new SharedApplication()));
    }

    @AfterParameterizedClassInvocation
    void stop() throws Exception {
        service.close();
    }

    private Object say(String host) {
        return browser.page(host).await("say(arguments[0], 'hello')", service.url("ws://localhost", EchoSocket.PATH));
    }

    @Test
    void opensForAnAllowedOrigin() {
        assertThat(say(SharedService.ALLOWED)).isEqualTo("hello");
    }

    @Test
    void staysShutForAnother() {
        assertThat(say(SharedService.REFUSED)).isEqualTo("closed with 1006");
        service.tap().awaitForbidden(EchoSocket.PATH);
    }
}
