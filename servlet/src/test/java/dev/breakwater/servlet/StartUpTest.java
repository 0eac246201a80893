/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Breakwater;
import dev.breakwater.Guard;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How filters come to their runtime when a container starts, and what keeps them from starting. */
@Tag("container")
final class StartUpTest {
    private static final String ATTRIBUTE = BreakwaterRuntime.class.getName();
    private static final String LIMITED =
            "breakwater.rate-limit.policies[0].name=all\nbreakwater.rate-limit.policies[0].limits=1 per hour\n";

    @TempDir
    private Path directory;

    private void configure(String properties) throws Exception {
        Path file = Files.writeString(directory.resolve("test.properties"), properties);
        System.setProperty("breakwater.config", file.toString());
    }

    @AfterEach
    void forgetConfiguration() {
        System.clearProperty("breakwater.config");
    }

    @Nested
    final class AFilterThatTheContainerMade {
        @Test
        void startsARuntimeFromTheStandardConfigurationForAllOthersToo() throws Exception {
            configure(LIMITED);
            AtomicReference<ServletContext> started = new AtomicReference<>();
            try (AdapterServer server = TestServer.start("", ErrorPageServlet.PATH, context -> {
                started.set(context);
                add(context, "first", context.createFilter(BreakwaterFilter.class));
                add(context, "second", context.createFilter(BreakwaterFilter.class));
                context.addServlet("scenes", new Scenes()).addMapping("/");
            })) {
                RawClient client = new RawClient(server.port());
                BreakwaterRuntime runtime = (BreakwaterRuntime) started.get().getAttribute(ATTRIBUTE);
                RawAnswer answer = client.send(new byte[0], "GET /plain HTTP/1.1");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.header("RateLimit")).containsExactly("\"all\";r=0;t=3600");
                assertThat(client.send(new byte[0], "GET /plain HTTP/1.1").status())
                        .isEqualTo(429);
                assertThat(runtime.chain().guards()).extracting(Guard::name).contains("rate-limit", "security-headers");
            }
        }

        @Test
        void takesBackTheRuntimeItStartedWhenItIsDestroyedAndCanStartAgain() throws Exception {
            configure(LIMITED);
            inContext(context -> {
                BreakwaterFilter first = new BreakwaterFilter();
                BreakwaterFilter second = new BreakwaterFilter();
                first.init(new Config(context));
                second.init(new Config(context));
                Object runtime = context.getAttribute(ATTRIBUTE);
                second.destroy();
                assertThat(context.getAttribute(ATTRIBUTE)).isSameAs(runtime);
                first.destroy();
                assertThat(context.getAttribute(ATTRIBUTE)).isNull();
                first.init(new Config(context));
                assertThat(context.getAttribute(ATTRIBUTE)).isNotNull().isNotSameAs(runtime);
                first.destroy();
            });
        }

        @Test
        void leavesARuntimeThatOthersPublishedOpen() throws Exception {
            BreakwaterRuntime published = BreakwaterRuntime.of(Breakwater.of(List.of()));
            inContext(context -> {
                context.setAttribute(ATTRIBUTE, published);
                BreakwaterFilter filter = new BreakwaterFilter();
                filter.init(new Config(context));
                filter.destroy();
                assertThat(context.getAttribute(ATTRIBUTE)).isSameAs(published);
            });
        }

        @Test
        void failsWithEverythingThatIsWrongWithTheConfiguration() throws Exception {
            configure("breakwater.rate-limt.store=memory\nbreakwater.headers.preset=apy\n");
            inContext(context -> {
                assertThatThrownBy(() -> new BreakwaterFilter().init(new Config(context)))
                        .isInstanceOf(ServletException.class)
                        .hasMessageContaining("2 problems")
                        .hasMessageContaining("rate-limt")
                        .hasMessageContaining("BW-HEADERS-102")
                        .hasMessageContaining("apy");
                assertThat(context.getAttribute(ATTRIBUTE)).isNull();
            });
        }

        @Test
        void failsWhereTheContextHoldsSomethingElse() throws Exception {
            inContext(context -> {
                context.setAttribute(ATTRIBUTE, "something else");
                assertThatThrownBy(() -> new BreakwaterFilter().init(new Config(context)))
                        .isInstanceOf(ServletException.class)
                        .hasMessageContaining(ATTRIBUTE + ": java.lang.String (expected: ");
            });
        }
    }

    @Nested
    final class AFilterBeforeAuthentication {
        private final BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.of(List.of()));

        @Test
        void doesNotStartWithoutTheSecondAdmissionPoint() throws Exception {
            inContext(context -> {
                BreakwaterFilter filter = BreakwaterFilter.beforeAuthentication(runtime);
                assertThatThrownBy(() -> filter.init(new Config(context)))
                        .isInstanceOf(ServletException.class)
                        .hasMessageContaining(IdentifiedFilter.class.getName())
                        .hasMessageContaining("(expected: ")
                        .hasMessageContaining("new BreakwaterFilter(runtime)");
            });
        }

        @Test
        void startsBesideIt() throws Exception {
            inContext(context -> {
                add(context, "inner", new IdentifiedFilter());
                BreakwaterFilter.beforeAuthentication(runtime).init(new Config(context));
            });
        }
    }

    @Nested
    final class BesideAFilterThatRewritesTheCaller {
        private static final String FILTER = "org.springframework.web.filter.ForwardedHeaderFilter";

        @Test
        void nothingStartsAndTheFixIsSaid() throws Exception {
            configure(LIMITED);
            inContext(context -> {
                BreakwaterFilter filter = new BreakwaterFilter();
                assertThatThrownBy(() -> filter.init(new Config(with(context, FILTER))))
                        .isInstanceOf(ServletException.class)
                        .hasMessageContaining("BW-CALLER-030")
                        .hasMessageContaining(FILTER + " named forwarded")
                        .hasMessageContaining("caller.forwarded-header=none");
                filter.destroy();
            });
        }

        @Test
        void itStartsIfIdentityIsLeftToThatFilter() throws Exception {
            configure(LIMITED + "breakwater.caller.forwarded-header=none\n");
            inContext(context -> {
                BreakwaterFilter filter = new BreakwaterFilter();
                filter.init(new Config(with(context, FILTER)));
                filter.destroy();
            });
        }

        @Test
        void itStartsWithoutProtections() throws Exception {
            configure("breakwater.enabled=false\n");
            inContext(context -> {
                BreakwaterFilter filter = new BreakwaterFilter();
                filter.init(new Config(with(context, "org.apache.catalina.filters.RemoteIpFilter")));
                filter.destroy();
            });
        }

        /** The context, with a registration of a class that this module does not have. */
        private static ServletContext with(ServletContext context, String className) {
            FilterRegistration registration = (FilterRegistration) Proxy.newProxyInstance(
                    FilterRegistration.class.getClassLoader(),
                    new Class<?>[] {FilterRegistration.class},
                    (self, method, arguments) -> method.getName().equals("getClassName") ? className : "forwarded");
            return (ServletContext) Proxy.newProxyInstance(
                    ServletContext.class.getClassLoader(),
                    new Class<?>[] {ServletContext.class},
                    (self, method, arguments) -> method.getName().equals("getFilterRegistrations")
                            ? Map.of("forwarded", registration)
                            : method.invoke(context, arguments));
        }
    }

    /** Runs within the start of a servlet context, where containers let filters be added. */
    private static void inContext(Steps steps) throws Exception {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        TestServer.start("", null, context -> {
                    try {
                        steps.run(context);
                    } catch (Throwable failure) {
                        failures.add(failure);
                    }
                })
                .close();
        assertThat(failures).isEmpty();
    }

    @FunctionalInterface
    private interface Steps {
        void run(ServletContext context) throws Exception;
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), true, "/*");
        registration.setAsyncSupported(true);
    }

    private record Config(ServletContext getServletContext) implements FilterConfig {
        @Override
        public String getFilterName() {
            return "breakwater";
        }

        @Override
        public String getInitParameter(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return Collections.emptyEnumeration();
        }
    }
}
