/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.spring.orders.OrdersApplication;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/**
 * An application processed ahead of time, as for a native image, then run from what that generated. Its conditions have
 * been decided for good; what operators may say at run time has not.
 */
@Tag("packaged")
@Tag("long")
class AheadOfTimeTest {
    private static final String EXPOSED = "management.endpoints.web.exposure.include=metrics";
    private static final String LIMIT = "BREAKWATER_RATE_LIMIT_POLICIES_0_";

    @TempDir
    private static Path directory;

    @BeforeAll
    static void process() throws IOException {
        Settings settings = Settings.builder()
                .sourceOutput(directory.resolve("sources"))
                .resourceOutput(directory.resolve("classes"))
                .classOutput(directory.resolve("classes"))
                .groupId("com.example")
                .artifactId("orders")
                .build();
        // What the actuator shows is decided ahead of time too.
        String[] arguments = {"--" + EXPOSED};
        new SpringApplicationAotProcessor(OrdersApplication.class, settings, arguments).process();
        compile(files("sources", ".java"));
    }

    private static void compile(List<Path> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-nowarn", "-d", directory.resolve("classes").toString());
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            assertThat(compiler.getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                            .call())
                    .isTrue();
        }
    }

    private static List<Path> files(String below, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(below))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    private static Launched launch(Map<String, String> variables) throws IOException {
        return Launched.java(
                directory,
                directory.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path"),
                variables,
                "-Dspring.aot.enabled=true",
                "-D" + EXPOSED,
                OrdersApplication.class.getName());
    }

    private static String asAnn() {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString("ann:secret".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void ourConfigurationsAreGenerated() throws IOException {
        assertThat(files("classes", ".class"))
                .extracting(file -> file.getFileName().toString())
                .contains(
                        "BreakwaterAutoConfiguration__BeanDefinitions.class",
                        "BreakwaterMetricsAutoConfiguration__BeanDefinitions.class",
                        "BreakwaterSecurityAutoConfiguration__BeanDefinitions.class");
    }

    @Test
    void whatANativeImageMustBringAlongIsNamed() throws IOException {
        StringBuilder hints = new StringBuilder();
        for (Path file : files("classes/META-INF/native-image", ".json")) {
            hints.append(Files.readString(file));
        }

        assertThat(hints).contains("prices.yaml");
    }

    @Test
    void itIsProtectedByTheLimitsItIsGivenAtRunTime() throws IOException {
        Map<String, String> variables = Map.of(
                LIMIT + "NAME", "account",
                LIMIT + "PATHS", "/account",
                LIMIT + "KEY", "user, ip",
                LIMIT + "LIMITS", "2 per hour");
        try (Launched orders = launch(variables)) {
            RawAnswer first = orders.get("/account", asAnn());
            RawAnswer second = orders.get("/account", asAnn());
            RawAnswer third = orders.get("/account", asAnn());

            assertThat(orders.output()).contains("Starting AOT-processed OrdersApplication");
            assertThat(List.of(first.status(), second.status(), third.status())).containsExactly(200, 200, 429);
            assertThat(first.header("Content-Security-Policy")).hasSize(1);
            assertThat(third.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(orders.get("/livez").status()).isEqualTo(200);
            assertThat(orders.get("/summary").text()).isEqualTo("true");
        }
    }

    @Test
    void itIsSwitchedOffAtRunTime() throws IOException {
        Map<String, String> variables = Map.of(
                "BREAKWATER_ENABLED", "false",
                "BREAKWATER_METRICS_ENABLED", "false",
                LIMIT + "NAME", "all",
                LIMIT + "LIMITS", "1 per hour");
        try (Launched orders = launch(variables)) {
            RawAnswer first = orders.get("/orders/7");
            RawAnswer second = orders.get("/orders/7");

            assertThat(orders.output()).contains("Starting AOT-processed OrdersApplication");
            assertThat(List.of(first.status(), second.status())).containsExactly(200, 200);
            assertThat(second.header("Content-Security-Policy")).isEmpty();
            assertThat(second.header("RateLimit")).isEmpty();
            assertThat(orders.get("/livez").status()).isEqualTo(404);
            assertThat(orders.get("/actuator/metrics").text())
                    .contains("http.server.requests")
                    .doesNotContain("breakwater.");
        }
    }
}
