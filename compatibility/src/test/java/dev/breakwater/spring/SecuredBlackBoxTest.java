/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/** What a client sees of CORS and of HSTS where Spring Security stands behind us: byte by byte, over bare sockets. */
@Tag("container")
@Tag("long")
class SecuredBlackBoxTest {
    private static final String EVIL = "https://evil.com";
    private static final String HSTS = "max-age=63072000; includeSubDomains";
    private static final String TRUST_THIS_MACHINE = "--breakwater.caller.trusted-proxies=127.0.0.1,::1";
    private static final String[] POLICY = {
        "--breakwater.cors.policies[0].allowed-origins=" + Served.ORIGIN
                + ",https://*.example.org,http://localhost:*,https://[2001:db8::1]:8443",
        "--breakwater.cors.policies[0].allowed-methods=PUT, PATCH, DELETE",
        "--breakwater.cors.policies[0].allowed-headers=Content-Type, Authorization, X-Foo",
        "--breakwater.cors.policies[0].exposed-headers=X-Rate",
        "--breakwater.cors.policies[0].allow-credentials=true",
        "--breakwater.cors.policies[0].max-age=600s"
    };

    private static Served served;

    @BeforeAll
    static void start() {
        served = launched();
    }

    private static Served launched(String... more) {
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(POLICY));
        return Served.start(Application.class, arguments.toArray(new String[0]));
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    private static List<String> cors(RawAnswer answer) {
        return answer.lines().stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                .toList();
    }

    private static void isReadableByOurs(RawAnswer answer) {
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(Served.ORIGIN);
        assertThat(answer.header("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(answer.header("Access-Control-Expose-Headers")).hasSize(1);
        assertThat(answer.elements("Access-Control-Expose-Headers"))
                .extracting(name -> name.toLowerCase(Locale.ROOT))
                .contains("x-rate");
        assertThat(cors(answer)).hasSize(3);
        variesByOrigin(answer);
    }

    private static void variesByOrigin(RawAnswer answer) {
        assertThat(answer.header("Vary")).hasSize(1);
        assertThat(answer.elements("Vary")).containsOnlyOnce("Origin");
    }

    @Nested
    class Cors {

        @Test
        void c1NoOrigin() throws Exception {
            RawAnswer answer = served.bare("GET /hello");

            assertThat(answer.status()).isEqualTo(200);
            assertThat(cors(answer)).isEmpty();
            variesByOrigin(answer);
        }

        @Test
        void c2OurOrigin() throws Exception {
            RawAnswer answer = served.get("/hello");

            assertThat(answer.status()).isEqualTo(200);
            isReadableByOurs(answer);
        }

        @Test
        void c3AnotherOrigin() throws Exception {
            RawAnswer answer = served.from(EVIL, "GET /hello");

            assertThat(answer.text()).isEqualTo("hello");
            assertThat(cors(answer)).isEmpty();
            variesByOrigin(answer);
        }

        @Test
        void c41APreflightThatMayPass() throws Exception {
            RawAnswer answer = served.from(
                    Served.ORIGIN,
                    "OPTIONS /private",
                    "Access-Control-Request-Method: PUT",
                    "Access-Control-Request-Headers: content-type,x-foo");

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(Served.ORIGIN);
            assertThat(answer.header("Access-Control-Allow-Credentials")).containsExactly("true");
            assertThat(answer.elements("Access-Control-Allow-Methods")).contains("PUT");
            assertThat(answer.elements("Access-Control-Allow-Headers"))
                    .extracting(name -> name.toLowerCase(Locale.ROOT))
                    .contains("content-type", "x-foo");
            assertThat(answer.header("Access-Control-Max-Age")).containsExactly("600");
            assertThat(answer.header("Access-Control-Expose-Headers")).isEmpty();
            assertThat(answer.body()).isEmpty();
        }

        @Test
        void c58APreflightThatMayNot() throws Exception {
            RawAnswer answer = served.from(EVIL, "OPTIONS /private", "Access-Control-Request-Method: PUT");

            assertThat(answer.status()).isEqualTo(403);
            assertThat(cors(answer)).isEmpty();
            assertThat(answer.header("Vary")).hasSize(1);
            assertThat(answer.elements("Vary"))
                    .containsExactlyInAnyOrder(
                            "Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers");
        }

        @Test
        void c59OptionsThatIsNoPreflight() throws Exception {
            RawAnswer answer = served.from(Served.ORIGIN, "OPTIONS /options");

            assertThat(answer.text()).isEqualTo("the application's");
            isReadableByOurs(answer);
        }

        @Test
        void c71AnExceptionOfTheApplications() throws Exception {
            RawAnswer answer = served.get("/boom");

            assertThat(answer.status()).isEqualTo(500);
            isReadableByOurs(answer);
        }

        @Test
        void c72AnErrorOfTheApplications() throws Exception {
            RawAnswer answer = served.get("/missing");

            assertThat(answer.status()).isEqualTo(404);
            isReadableByOurs(answer);
        }

        @Test
        void c74AChallengeOfSpringSecuritys() throws Exception {
            RawAnswer answer = served.get("/private");

            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).hasSize(1);
            isReadableByOurs(answer);
        }
    }

    @Nested
    class Hsts {
        private static final String OVER_TLS = "X-Forwarded-Proto: https";

        @ParameterizedTest
        @ValueSource(strings = {"/hello", "/private", "/boom"})
        void h1IsNotSentWithoutTls(String path) throws Exception {
            RawAnswer answer = served.get(path);

            assertThat(answer.header("Strict-Transport-Security")).isEmpty();
            assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(answer.header("Content-Security-Policy")).hasSize(1);
        }

        @ParameterizedTest
        @ValueSource(strings = {"/hello", "/private", "/boom", "/nowhere"})
        void h2IsSentOnceOverTlsThoughSpringSecurityHasOneToo(String path) throws Exception {
            assertThat(overTls.get(path).header("Strict-Transport-Security")).containsExactly(HSTS);
        }

        @Test
        void h3IsSentWhereATrustedProxySaysSo() throws Exception {
            try (Served behindProxy = launched(TRUST_THIS_MACHINE)) {
                assertThat(behindProxy
                                .get("/hello", OVER_TLS, "X-Forwarded-For: 203.0.113.7")
                                .header("Strict-Transport-Security"))
                        .containsExactly(HSTS);
                assertThat(behindProxy.get("/hello").header("Strict-Transport-Security"))
                        .isEmpty();
            }
        }

        @Test
        void h4IsNotSentWhereSomebodyElseSaysSo() throws Exception {
            assertThat(served.get("/hello", OVER_TLS, "X-Forwarded-For: 203.0.113.7")
                            .header("Strict-Transport-Security"))
                    .isEmpty();
        }
    }

    @TempDir
    private static Path directory;

    private static Tls overTls;

    @BeforeAll
    static void startOverTls() throws Exception {
        overTls = Tls.start(directory);
    }

    @AfterAll
    static void stopOverTls() {
        overTls.close();
    }

    /** The application over TLS, with a certificate that nobody vouches for. */
    private record Tls(Served application, int port) implements AutoCloseable {

        static Tls start(Path directory) throws Exception {
            Path store = directory.resolve("keys.p12");
            String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            String make = " -genkeypair -alias test -keyalg EC -dname CN=localhost -storetype PKCS12 -storepass secret";
            int exit = new ProcessBuilder((keytool + make + " -keystore " + store).split(" "))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
            Served application = launched(
                    "--server.ssl.key-store=" + store,
                    "--server.ssl.key-store-password=secret",
                    "--server.ssl.key-alias=test");
            int port = application.bean(Environment.class).getRequiredProperty("local.server.port", Integer.class);
            return new Tls(application, port);
        }

        RawAnswer get(String path) throws IOException, GeneralSecurityException {
            SSLContext anybody = SSLContext.getInstance("TLS");
            anybody.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
            try (Socket socket =
                    anybody.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
                String head = "GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
                return RawAnswer.parse(socket.getInputStream().readAllBytes());
            }
        }

        @Override
        public void close() {
            application.close();
        }
    }

    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Served.Ends ends() {
            return new Served.Ends();
        }

        @Bean
        Answers answers() {
            return new Answers();
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(requests -> requests.requestMatchers("/private")
                            .authenticated()
                            .anyRequest()
                            .permitAll())
                    .httpBasic(Customizer.withDefaults())
                    .build();
        }
    }

    @RestController
    static class Answers {

        @GetMapping({"/hello", "/private"})
        String hello() {
            return "hello";
        }

        @RequestMapping(path = "/options", method = RequestMethod.OPTIONS)
        String options() {
            return "the application's";
        }

        @GetMapping("/boom")
        String boom() {
            throw new IllegalStateException("boom");
        }

        @GetMapping("/missing")
        void missing(HttpServletResponse response) throws IOException {
            response.sendError(404);
        }
    }
}
