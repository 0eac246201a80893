/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.headers.SecurityHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;

/** The nonce of a page's policy, in templates and in code. */
@Tag("container")
class NonceInPagesTest {
    private static final String CSP = "Content-Security-Policy";

    @TempDir
    private static Path templates;

    private static Served served;

    @BeforeAll
    static void start() throws IOException {
        String script = "<script th:attr=\"nonce=${cspNonce}\">let a</script>";
        Files.writeString(templates.resolve("page.html"), "<html><body>" + script + script + "</body></html>");
        Files.writeString(templates.resolve("error.html"), "<html><body>sorry " + script + "</body></html>");
        Files.writeString(templates.resolve("plain.html"), "<html><body>no script</body></html>");
        served = Served.start(
                Application.class,
                "--spring.autoconfigure.exclude=" + String.join(",", ServedApplicationTest.Application.SECURITY),
                "--spring.thymeleaf.prefix=" + templates.toUri(),
                "--breakwater.headers.preset=html");
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static String nonce(RawAnswer answer) {
        assertThat(answer.header(CSP)).hasSize(1);
        String policy = answer.header(CSP).get(0);
        int start = policy.indexOf("'nonce-") + "'nonce-".length();
        return policy.substring(start, policy.indexOf('\'', start));
    }

    @ParameterizedTest
    @CsvSource({"/page, 200, 2", "/forwarded, 200, 2", "/boom, 500, 1", "/nowhere, 404, 1"})
    void isTheTemplates(String path, int status, int scripts) throws Exception {
        RawAnswer answer = served.get(path, "Accept: text/html");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(nonce(answer)).hasSizeGreaterThanOrEqualTo(22);
        assertThat(answer.text().split(Pattern.quote("nonce=\"" + nonce(answer) + "\""), -1)).hasSize(scripts + 1);
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
    }

    @ParameterizedTest
    @CsvSource({"/code", "/attribute", "/parameter", "/callable", "/callable-code", "/deferred"})
    void isThatOfCodeOnWhateverThread(String path) throws Exception {
        RawAnswer answer = served.get(path);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(nonce(answer));
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
    }

    @Test
    void isAnotherEachTime() throws Exception {
        assertThat(nonce(served.get("/page"))).isNotEqualTo(nonce(served.get("/page")));
    }

    @Test
    void keepsNoCacheFromAPageThatDoesNotReadIt() throws Exception {
        assertThat(served.get("/plain").header("Cache-Control")).doesNotContain("no-store");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Served.Ends ends() {
            return new Served.Ends();
        }

        @Bean
        Pages pages() {
            return new Pages();
        }
    }

    @Controller
    static class Pages {

        @GetMapping("/page")
        String page() {
            return "page";
        }

        @GetMapping("/plain")
        String plain() {
            return "plain";
        }

        @GetMapping("/forwarded")
        String forwarded() {
            return "forward:/page";
        }

        @GetMapping("/boom")
        String boom() {
            throw new IllegalStateException("boom");
        }

        @ResponseBody
        @GetMapping("/code")
        String code() {
            return SecurityHeaders.current().nonce();
        }

        @ResponseBody
        @GetMapping("/attribute")
        String attribute(HttpServletRequest request) {
            return request.getAttribute("cspNonce").toString();
        }

        @ResponseBody
        @GetMapping("/parameter")
        String parameter(@RequestAttribute("cspNonce") Object nonce) {
            return nonce.toString();
        }

        @ResponseBody
        @GetMapping("/callable")
        Callable<String> callable(HttpServletRequest request) {
            return () -> request.getAttribute("cspNonce").toString();
        }

        @ResponseBody
        @GetMapping("/callable-code")
        Callable<String> callableCode() {
            return CurrentExchange.wrap((Callable<String>) () -> SecurityHeaders.current().nonce());
        }

        @ResponseBody
        @GetMapping("/deferred")
        DeferredResult<String> deferred() {
            DeferredResult<String> result = new DeferredResult<>();
            CompletableFuture.delayedExecutor(10, TimeUnit.MILLISECONDS)
                    .execute(CurrentExchange.wrap(
                            (Runnable) () -> result.setResult(SecurityHeaders.current().nonce())));
            return result;
        }
    }
}
