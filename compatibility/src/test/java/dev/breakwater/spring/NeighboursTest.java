/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.CrossOrigin;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.filter.CorsFilter;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What is said at the start about others that write headers, answer for cross-origin requests or serve pages. */
class NeighboursTest {
    private static final String NO_SECURITY =
            "--spring.autoconfigure.exclude=" + String.join(",", ServedApplicationTest.Application.SECURITY);

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final PrintStream console = System.out;

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopListening() {
        System.setOut(console);
    }

    /** The lines with this code that an application wrote at its start. */
    private List<String> said(String code, Class<?> application, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--logging.level.dev.breakwater=info"));
        all.addAll(List.of(arguments));
        Served.start(application, all.toArray(new String[0])).close();
        return output.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains(code))
                .toList();
    }

    @Nested
    class SpringSecuritysHeaders {

        @Test
        void areSaidToBeBesideOursWithoutAlarm() {
            assertThat(said("BW-SPRING-04", DefaultSecurity.class))
                    .singleElement()
                    .asString()
                    .contains("INFO", "BW-SPRING-040", "headers.disable()")
                    .contains("Cache-Control", "X-Content-Type-Options", "X-Frame-Options", "Strict-Transport-Security");
        }

        @Test
        void thatAreLostOrReplaceOursAreEachSaidWithWhereTheyBelong() {
            assertThat(said("BW-SPRING-04", OwnPolicies.class))
                    .filteredOn(line -> line.contains("WARN"))
                    .hasSize(3)
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    "BW-SPRING-041",
                                    "Content-Security-Policy: default-src 'self'",
                                    "NOT sent",
                                    "breakwater.headers.content-security-policy"))
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    "BW-SPRING-041",
                                    "Permissions-Policy: camera=(self)",
                                    "breakwater.headers.permissions-policy"))
                    .anySatisfy(line -> assertThat(line)
                            .contains(
                                    "BW-SPRING-042",
                                    "X-Frame-Options: SAMEORIGIN",
                                    "breakwater.headers.frame-options"));
        }

        @Test
        void thatReplaceOurSameoriginAreSaid() {
            assertThat(said("BW-SPRING-042", DefaultSecurity.class, "--breakwater.headers.frame-options=SAMEORIGIN"))
                    .singleElement()
                    .asString()
                    .contains("X-Frame-Options: DENY", "SAMEORIGIN");
        }

        @Test
        void thatSayWhatOursSayAreNoTrap() {
            assertThat(said(
                            "BW-SPRING-041",
                            OwnPolicies.class,
                            "--breakwater.headers.content-security-policy=default-src 'self'",
                            "--breakwater.headers.permissions-policy=camera=(self)"))
                    .isEmpty();
        }

        @Test
        void areComparedWithTheRuleOfEachPathByTheChainThatItPasses() {
            String[] rules = {
                "--breakwater.headers.rules[0].paths=/widgets/**",
                "--breakwater.headers.rules[0].frame-options=SAMEORIGIN",
                "--breakwater.headers.rules[1].paths=/off/**",
                "--breakwater.headers.rules[1].frame-options=SAMEORIGIN"
            };
            assertThat(said("BW-SPRING-042", OffForSome.class, rules))
                    .singleElement()
                    .asString()
                    .contains("X-Frame-Options: DENY", "/widgets/x")
                    .doesNotContain("/off/x");
        }

        @Test
        void areNoConcernForAPathWhoseChainHasNone() {
            String[] rules = {
                "--breakwater.headers.rules[0].paths=/off/**", "--breakwater.headers.rules[0].frame-options=SAMEORIGIN"
            };
            assertThat(said("BW-SPRING-042", OffForSome.class, rules)).isEmpty();
        }

        @Test
        void areNoConcernWhereTheyAreOff() {
            assertThat(said("BW-SPRING-04", HeadersOff.class)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--breakwater.headers.enabled=false", "--breakwater.headers.preset=none"
                })
        void areNoConcernWhereOursAre(String off) {
            assertThat(said("BW-SPRING-04", OwnPolicies.class, off)).isEmpty();
        }
    }

    @Nested
    class AnotherCors {

        @Test
        @Tag("container")
        void ofAFilterIsSaid() {
            assertThat(said("BW-SPRING-043", CorsByFilter.class, NO_SECURITY))
                    .singleElement()
                    .asString()
                    .contains("WARN", "org.springframework.web.filter.CorsFilter", "/**", "403");
        }

        @Test
        void ofAFilterThatIsRegisteredForSomePathsIsSaidWhereTheyMeet() {
            assertThat(said(
                            "BW-SPRING-043",
                            CorsByRegistration.class,
                            NO_SECURITY,
                            "--breakwater.cors.policies[0].paths=/api/**"))
                    .singleElement()
                    .asString()
                    .contains("/api/v1/**");
        }

        @Test
        void elsewhereIsNoConcern() {
            assertThat(said(
                            "BW-SPRING-043",
                            CorsByRegistration.class,
                            NO_SECURITY,
                            "--breakwater.cors.policies[0].paths=/public/**"))
                    .isEmpty();
        }

        @Test
        void ofASecurityChainIsSaid() {
            assertThat(said("BW-SPRING-043", CorsBySecurity.class))
                    .singleElement()
                    .asString()
                    .contains("http.cors()", "cors.disable()");
        }

        @Test
        void ofSpringMvcIsSaidByPath() {
            assertThat(said(
                            "BW-SPRING-043",
                            CorsByMvc.class,
                            NO_SECURITY,
                            "--server.servlet.context-path=/app",
                            "--breakwater.cors.policies[0].paths=/app/**"))
                    .hasSize(2)
                    .anySatisfy(line -> assertThat(line).contains("addCorsMappings", "/app/mapped/**"))
                    .anySatisfy(line -> assertThat(line)
                            .contains("@CrossOrigin", "/app/annotated, /app/whole/{id}".replace("{id}", "*"))
                            .doesNotContain("/app/neither"));
        }

        @ParameterizedTest
        @CsvSource({"management.endpoints.web.cors, /actuator/**", "spring.graphql.cors, /graphql"})
        void ofBootsPropertiesIsSaid(String prefix, String path) {
            assertThat(said(
                            "BW-SPRING-043",
                            Nothing.class,
                            NO_SECURITY,
                            "--" + prefix + ".allowed-origins=https://ops.example"))
                    .singleElement()
                    .asString()
                    .contains(prefix + ".*", path);
        }

        @Test
        void isSaidBesideACollectorOfReportsAsWell() {
            assertThat(said(
                            "BW-SPRING-043",
                            CorsByFilter.class,
                            NO_SECURITY,
                            "--breakwater.headers.reporting.path=/breakwater/reports"))
                    .isNotEmpty();
        }

        @Test
        void isNoConcernOnAPortOfItsOwn() {
            assertThat(said(
                            "BW-SPRING-043",
                            Nothing.class,
                            NO_SECURITY,
                            "--management.server.port=0",
                            "--management.endpoints.web.cors.allowed-origins=https://ops.example"))
                    .isEmpty();
        }

        @Test
        void isNoConcernWhereThereIsNoPolicyOfOurs() {
            assertThat(said("BW-SPRING-043", CorsByFilter.class, NO_SECURITY, "--breakwater.cors.enabled=false"))
                    .isEmpty();
        }
    }

    @Nested
    class Pages {
        @TempDir
        private Path files;

        @BeforeEach
        void write() throws IOException {
            Files.createDirectories(files.resolve("app"));
            Files.writeString(files.resolve("index.html"), "<p>index</p>");
            Files.writeString(files.resolve("app").resolve("one.html"), "<p>one</p>");
            Files.writeString(files.resolve("app").resolve("data.json"), "{}");
        }

        private List<String> saidOf(String... arguments) {
            List<String> all = new ArrayList<>(
                    List.of(NO_SECURITY, "--spring.web.resources.static-locations=" + files.toUri()));
            all.addAll(List.of(arguments));
            return said("BW-SPRING-044", Nothing.class, all.toArray(new String[0]));
        }

        @Test
        void thatMayLoadNothingAreSaid() {
            assertThat(saidOf())
                    .singleElement()
                    .asString()
                    .contains("WARN", "api for /app/one.html, /index.html", "breakwater.headers.preset=html")
                    .doesNotContain("data.json");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--breakwater.headers.preset=html",
                    "--breakwater.headers.content-security-policy=default-src 'self'",
                    "--spring.web.resources.add-mappings=false"
                })
        void areNoConcern(String setting) {
            assertThat(saidOf(setting)).isEmpty();
        }

        @Test
        void thatARuleDoesNotCoverAreSaid() {
            assertThat(saidOf(
                            "--breakwater.headers.rules[0].paths=/app/**", "--breakwater.headers.rules[0].preset=html"))
                    .singleElement()
                    .asString()
                    .contains("api for /index.html (expected");
        }

        @Test
        void thatTemplatesRenderAreSaidByTheControllersPaths() {
            assertThat(said(
                            "BW-SPRING-044",
                            Rendering.class,
                            NO_SECURITY,
                            "--spring.thymeleaf.prefix=" + files.toUri()))
                    .singleElement()
                    .asString()
                    .contains("api for /page (expected")
                    .doesNotContain("/data");
        }

        @Test
        void areSaidBesideAGuardThatNeedsAClient() {
            assertThat(said(
                            "BW-SPRING-044",
                            NeedsClient.class,
                            NO_SECURITY,
                            "--spring.web.resources.static-locations=" + files.toUri()))
                    .hasSize(1);
        }

        @Test
        void areNotLookedForAmongAnyNumberOfFiles() throws IOException {
            Path deep = files;
            for (int i = 0; i < 12; i++) {
                deep = Files.createDirectory(deep.resolve("d" + i));
            }
            Files.writeString(deep.resolve("far.html"), "<p>far</p>");
            assertThat(saidOf()).singleElement().asString().contains("/index.html").doesNotContain("far.html");
        }

        @Test
        void areNoConcernWhereThereAreNone() throws IOException {
            Files.delete(files.resolve("index.html"));
            Files.delete(files.resolve("app").resolve("one.html"));
            assertThat(saidOf()).isEmpty();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Nothing {
        @Bean
        Served.Ends ends() {
            return new Served.Ends();
        }
    }

    static class NeedsClient extends Nothing {
        @Bean
        Guard tenant() {
            return new Guard() {
                @Override
                public String name() {
                    return "tenant";
                }

                @Override
                public Stage stage() {
                    return Stage.DECORATE;
                }

                @Override
                public Verdict inspect(Exchange exchange) {
                    return exchange.authority().isEmpty() ? Verdict.proceed() : Verdict.proceed();
                }
            };
        }
    }

    static class DefaultSecurity extends Nothing {}

    static class OwnPolicies extends Nothing {
        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.headers(headers -> headers.contentSecurityPolicy(
                                    policy -> policy.policyDirectives("default-src 'self'"))
                            .frameOptions(options -> options.sameOrigin())
                            .permissionsPolicyHeader(policy -> policy.policy("camera=(self)")))
                    .build();
        }
    }

    static class OffForSome extends Nothing {
        @Bean
        @Order(1)
        SecurityFilterChain off(HttpSecurity http) throws Exception {
            return http.securityMatcher("/off/**")
                    .headers(headers -> headers.disable())
                    .build();
        }

        @Bean
        @Order(2)
        SecurityFilterChain others(HttpSecurity http) throws Exception {
            return http.build();
        }
    }

    static class HeadersOff extends Nothing {
        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.headers(headers -> headers.disable()).build();
        }
    }

    static class Rendering extends Nothing {
        @Bean
        Views views() {
            return new Views();
        }

        @Bean
        Annotated data() {
            return new Annotated();
        }
    }

    @Controller
    static class Views {
        @GetMapping("/page")
        String page() {
            return "index";
        }

        @ResponseBody
        @GetMapping("/data")
        String data() {
            return "data";
        }
    }

    private static UrlBasedCorsConfigurationSource anyOrigin() {
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/**", new CorsConfiguration().applyPermitDefaultValues());
        return source;
    }

    static class CorsByFilter extends Nothing {
        @Bean
        CorsFilter cors() {
            return new CorsFilter(anyOrigin());
        }
    }

    static class CorsByRegistration extends Nothing {
        @Bean
        FilterRegistrationBean<CorsFilter> cors() {
            FilterRegistrationBean<CorsFilter> registration =
                    new FilterRegistrationBean<>(new CorsFilter(anyOrigin()));
            registration.addUrlPatterns("/api/v1/*");
            return registration;
        }
    }

    static class CorsBySecurity extends Nothing {
        @Bean
        UrlBasedCorsConfigurationSource corsConfigurationSource() {
            return anyOrigin();
        }

        @Bean
        SecurityFilterChain security(HttpSecurity http) throws Exception {
            return http.cors(Customizer.withDefaults()).build();
        }
    }

    static class CorsByMvc extends Nothing {
        @Bean
        WebMvcConfigurer mappings() {
            return new WebMvcConfigurer() {
                @Override
                public void addCorsMappings(CorsRegistry registry) {
                    registry.addMapping("/mapped/**").allowedOrigins("https://a.example");
                }
            };
        }

        @Bean
        Annotated annotated() {
            return new Annotated();
        }

        @Bean
        Whole whole() {
            return new Whole();
        }
    }

    @RestController
    static class Annotated {
        @CrossOrigin
        @GetMapping("/annotated")
        String annotated() {
            return "annotated";
        }

        @GetMapping("/neither")
        String neither() {
            return "neither";
        }
    }

    @Controller
    @CrossOrigin
    static class Whole {
        @GetMapping("/whole/{id}")
        String whole() {
            return "whole";
        }
    }
}
