/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void showsWhatTheServiceAnswers() throws Exception {
        Tomcat tomcat = PlainServlet.start(0);
        try {
            ByteArrayOutputStream shown = new ByteArrayOutputStream();
            int faults = new Demo(Demo.address(tomcat), new PrintStream(shown, true, StandardCharsets.UTF_8)).run();

            assertThat(shown.toString(StandardCharsets.UTF_8))
                    .contains("< 429", "Retry-After: ", "All as it should be.");
            assertThat(faults).isZero();
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
