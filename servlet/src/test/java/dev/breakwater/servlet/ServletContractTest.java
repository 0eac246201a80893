/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Verdict;
import dev.breakwater.contract.AdapterRig;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.TestApplication;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome.Kind;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the servlet adapter must do beyond every adapter's contract, because only servlets can. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServletContractTest {
    private static final Reply REFUSAL =
            Reply.problem(ProblemDetail.of("about:blank", "Too Many Requests", 429, "Wait a second."));

    private final Scenes scenes = new Scenes();
    private final AdapterRig rig = new AdapterRig();
    private AdapterServer server;

    /**
     * The filter is mapped twice and for every kind of dispatch, in a context that is not the root; authentication and
     * the second admission point, also mapped twice, come after it.
     */
    @BeforeAll
    void startServer() throws Exception {
        server = TestServer.start("/app", ErrorPageServlet.PATH, context -> {
            add(context, "early", new EarlyRefusal());
            add(context, "outer", BreakwaterFilter.beforeAuthentication(rig.runtime()));
            add(context, "outer again", new BreakwaterFilter(rig.runtime()));
            add(context, "authentication", new Authentication());
            add(context, "inner", new IdentifiedFilter());
            add(context, "inner again", new IdentifiedFilter());
            add(context, "scenes", "/", scenes);
            add(context, "unavailable", "/unavailable", new Scenes.Unavailable());
            add(context, "errors", ErrorPageServlet.PATH, new ErrorPageServlet());
        });
        rig.use(server);
    }

    @AfterAll
    void stopServer() throws Exception {
        server.close();
        rig.assertEachEndedOnce();
    }

    private AdapterRig.Seen get(String path, String... headers) throws IOException {
        return rig.send("GET /app" + path, headers);
    }

    private static void assertOverwritten(AdapterRig.Seen seen) {
        assertThat(seen.answer().header("Test-Pin")).containsExactly("ours");
        assertThat(seen.answer().header("Test-Default")).containsExactly("theirs");
        assertThat(seen.answer().header("Test-Removed")).isEmpty();
        assertThat(seen.answer().elements("Vary")).containsExactlyInAnyOrder("Origin", "Accept-Language", "Cookie");
    }

    @Nested
    final class Responses {
        @ParameterizedTest
        @ValueSource(strings = {"/reset", "/reset-buffer", "/forward"})
        void keepOurHeadersOver(String path) throws Exception {
            AdapterRig.Seen seen = get(path).assertEnded(200, Kind.OK);
            assertThat(seen.answer().text()).isEqualTo(TestApplication.PLAIN);
        }

        @Test
        void takeTheForwardedServletsHeadersAsTheirRulesSay() throws Exception {
            assertOverwritten(get("/forward-overwrite"));
        }

        @Test
        void takeNoHeadersFromAnIncludedServlet() throws Exception {
            AdapterRig.Seen seen = get("/include");
            assertThat(seen.answer().text()).isEqualTo("plain+");
            assertThat(seen.outcome().status()).isEqualTo(200);
            assertThat(seen.answer().header("Test-Pin")).containsExactly("ours");
            assertThat(seen.answer().header("Test-Second")).containsExactly("ours");
            assertThat(seen.answer().header("Test-Default")).hasSize(1);
            assertThat(seen.answer().elements("Vary"))
                    .contains("Origin", "Accept-Language")
                    .doesNotHaveDuplicates();
        }

        @Test
        void holdRulesOverNumbers() throws Exception {
            AdapterRig.Seen seen = get("/numbers");
            assertThat(seen.answer().header("Test-Pin")).containsExactly("ours");
            assertThat(seen.answer().header("Test-Default")).containsExactly("1", "2");
            assertThat(seen.answer().elements("Vary")).containsExactlyInAnyOrder("Origin", "Accept-Language", "1", "2");
            assertThat(seen.answer().header("Test-Other")).containsExactly("1", "2");
        }

        @Test
        void holdRulesOverDates() throws Exception {
            AdapterRig.Seen seen = get("/dates");
            assertThat(seen.answer().header("Test-Pin")).containsExactly("ours");
            assertThat(seen.answer().header("Test-Default"))
                    .containsExactly("Thu, 01 Jan 1970 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:01 GMT");
            assertThat(seen.answer().elements("Vary")).containsExactlyInAnyOrder("Origin", "Accept-Language");
            assertThat(seen.answer().header("Test-Other")).containsExactly("Thu, 01 Jan 1970 00:00:00 GMT");
        }
    }

    @Nested
    final class ErrorPages {
        @Test
        void areWrittenUnderOurHeaders() throws Exception {
            AdapterRig.Seen seen = get("/throw").assertEnded(500, Kind.ERROR);
            assertThat(seen.answer().text()).isEqualTo(ErrorPageServlet.TEXT);
        }

        @Test
        void mayChangeTheStatusOfAFailure() throws Exception {
            AdapterRig.Seen seen = get("/throw-page-418").assertEnded(418, Kind.OK);
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
        }

        @Test
        void mayChangeTheStatusTheApplicationSent() throws Exception {
            get("/send-404-page-410").assertEnded(410, Kind.OK);
        }

        @Test
        void areBoundByTheRulesToo() throws Exception {
            AdapterRig.Seen seen = get("/throw-page-overwrites");
            assertOverwritten(seen);
            assertThat(seen.outcome().status()).isEqualTo(500);
        }

        @Test
        void mayFail() throws Exception {
            AdapterRig.Seen seen = get("/throw-page-fails");
            assertThat(seen.answer().status()).isEqualTo(500);
            assertThat(seen.outcome().status()).isEqualTo(500);
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
        }

        @Test
        void followAFailureBehindAForward() throws Exception {
            get("/forward-throw").assertEnded(500, Kind.ERROR);
        }

        @Test
        void nameTheCauseOfAFailureThatWasWrapped() throws Exception {
            AdapterRig.Seen seen = get("/throw-checked").assertEnded(500, Kind.ERROR);
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
        }

        @Test
        void sayWhatTheContainerMakesOfUnavailability() throws Exception {
            get("/unavailable").assertEnded(503, Kind.ERROR);
        }

        @Test
        void haveTheContainersStatusWhateverWasSetBeforeTheFailure() throws Exception {
            get("/set-404-throw").assertEnded(500, Kind.ERROR);
        }

        @Test
        void ofAFailureAfterAnErrorHaveTheStatusThatIsTold() throws Exception {
            AdapterRig.Seen seen = get("/send-404-throw");
            assertThat(seen.answer().status())
                    .isIn(404, 500)
                    .isEqualTo(seen.outcome().status());
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
            AdapterRig.assertHeld(seen.answer());
        }

        @Test
        void forWhatWasRefusedBeforeTheFilterAreTheFirstOfTheRequest() throws Exception {
            AdapterRig.Seen seen = get("/plain", "Test-Early: 401").assertEnded(401, Kind.OK);
            assertThat(seen.answer().text()).isEqualTo(ErrorPageServlet.TEXT);
        }
    }

    /** Over which some rules do not stand; that they do over all others, each test of a status says. */
    @Nested
    final class Redirects {
        @ParameterizedTest
        @CsvSource({
            "/status/set/301, 301",
            "/status/set/304, 304",
            "/status/set/307, 307",
            "/status/set/299, 299",
            "/status/set/400, 400",
            "/status/redirect, 302",
            "/status/write-redirect, 302",
            "/status/print-redirect, 302",
            "/status/forward-redirect, 302",
            "/status/redirect-in-vain, 200",
            "/async/redirect, 302",
        })
        void areKnownByTheirStatus(String path, int status) throws Exception {
            get(path).assertEnded(status, Kind.OK);
        }

        @ParameterizedTest
        @CsvSource({
            "/status/set/302/200, 200",
            "/status/set/302/303/201, 201",
            "/status/set/302/reset, 200",
            "/status/set/200/304, 304",
            "/status/set/302/error/404, 404",
        })
        void areNoneIfTheStatusChanges(String path, int status) throws Exception {
            get(path).assertEnded(status, status >= 500 ? Kind.ERROR : Kind.OK);
        }

        @Test
        void areNoneIfTheApplicationFailsInstead() throws Exception {
            get("/status/set/302/throw").assertEnded(500, Kind.ERROR);
        }

        @Test
        void leaveTheApplicationWhatItHasWrittenItself() throws Exception {
            AdapterRig.Seen seen = get("/status/overwrite/before/302");
            assertThat(seen.answer().header("Test-Except")).containsExactly("theirs");
            assertThat(seen.answer().header("Test-Default-Except")).containsExactly("theirs");
            assertThat(seen.answer().header("Test-Pin-Except")).isEmpty();
            assertThat(get("/status/overwrite/after/302").answer().header("Test-Except"))
                    .containsExactly("theirs");
        }

        @Test
        void thatWereNoneLeaveItTheSame() throws Exception {
            for (String path : List.of("/status/overwrite/before/302/200", "/status/overwrite/after/302/200")) {
                AdapterRig.Seen seen = get(path);
                assertThat(seen.answer().elements("Test-Except")).containsExactlyInAnyOrder("ours", "theirs");
                assertThat(seen.answer().header("Test-Default-Except")).containsExactly("theirs");
                assertThat(seen.answer().header("Test-Pin-Except")).containsExactly("ours");
            }
        }

        @Test
        void keepEveryOtherHeader() throws Exception {
            AdapterRig.Seen seen = get("/status/everything").assertEnded(302, Kind.OK);
            assertThat(seen.answer().header("Test-Other")).containsExactly("1", "2");
            assertThat(seen.answer().header("Set-Cookie"))
                    .singleElement()
                    .asString()
                    .startsWith("a=b");
            assertThat(seen.answer().header("Content-Type"))
                    .singleElement()
                    .asString()
                    .startsWith("text/plain");
        }

        @ParameterizedTest
        @CsvSource({"status, 303", "clear, 302", "keep, 302", "both, 308", "both-keep, 307"})
        @EnabledIf("dev.breakwater.servlet.StatusScenes#areThereOverloads")
        void ofServlet61AreNoDifferent(String overload, int status) throws Exception {
            AdapterRig.Seen seen = get("/status/overload/" + overload).assertEnded(status, Kind.OK);
            assertThat(seen.answer().header("Location"))
                    .singleElement()
                    .asString()
                    .endsWith("/plain");
            assertThat(seen.answer().text()).isEqualTo(overload.endsWith("keep") ? "moved" : "");
        }
    }

    @Nested
    final class AsynchronousWork {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "complete",
                    "complete-given",
                    "complete-at-once",
                    "dispatch",
                    "dispatch-at-once",
                    "again",
                })
        void endsWell(String scene) throws Exception {
            AdapterRig.Seen seen = get("/async/" + scene).assertEnded(200, Kind.OK);
            assertThat(seen.answer().text()).isEqualTo(TestApplication.PLAIN);
        }

        @ParameterizedTest
        @ValueSource(strings = {"overwrite", "dispatch-given"})
        void isBoundByTheRules(String scene) throws Exception {
            AdapterRig.Seen seen = get("/async/" + scene);
            assertOverwritten(seen);
            assertThat(seen.outcome().status()).isEqualTo(200);
        }

        @Test
        void endsLaterThanTheFilter() throws Exception {
            String id = rig.nextId();
            try (var connection = rig.client().open(new byte[0], AdapterRig.request(id, "GET /app/async/held"))) {
                get("/plain").assertEnded(200, Kind.OK);
                assertThat(rig.hasEnded(id)).isFalse();
                scenes.held.countDown();
                assertThat(connection.getInputStream().readAllBytes()).isNotEmpty();
            }
            assertThat(rig.outcomeOf(id).kind()).isEqualTo(Kind.OK);
        }

        @Test
        void runsIntoATimeout() throws Exception {
            get("/async/timeout").assertEnded(500, Kind.TIMEOUT);
        }

        @Test
        void runsIntoATimeoutThatTheApplicationHandles() throws Exception {
            get("/async/timeout-handled").assertEnded(503, Kind.TIMEOUT);
            get("/async/timeout-dispatched").assertEnded(200, Kind.TIMEOUT);
        }

        @Test
        void failsWhereItBegins() throws Exception {
            AdapterRig.Seen seen = get("/async/throw").assertEnded(500, Kind.ERROR);
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
        }

        @Test
        void failsAfterADispatch() throws Exception {
            AdapterRig.Seen seen = get("/async/dispatch-throw").assertEnded(500, Kind.ERROR);
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
        }

        @Test
        void failsAfterADispatchWhenPartOfTheAnswerHasBeenSent() throws Exception {
            get("/async/dispatch-throw-after-commit").assertEnded(200, Kind.ABORTED_AFTER_COMMIT);
        }

        @Test
        void asksForAnErrorPage() throws Exception {
            get("/async/send-error").assertEnded(503, Kind.ERROR);
        }

        @Test
        void losesItsClient() throws Exception {
            String id = rig.nextId();
            rig.client().sendAndAbort(AdapterRig.request(id, "GET /app/async/endless"));
            assertThat(rig.outcomeOf(id).kind()).isEqualTo(Kind.CLIENT_ABORT);
            assertThat(rig.outcomeOf(id).status()).isEqualTo(200);
        }
    }

    @Nested
    final class TheSecondAdmissionPoint {
        @Test
        void knowsTheUser() throws Exception {
            List<String> users = new CopyOnWriteArrayList<>();
            String id = rig.nextId();
            rig.identified.on(id, exchange -> {
                users.add(exchange.user());
                return Verdict.proceed();
            });
            rig.send(id, new byte[0], "GET /app/plain", "Test-User: someone").assertEnded(200, Kind.OK);
            assertThat(users).containsExactly("someone");
        }

        @Test
        void refuses() throws Exception {
            rig.send(rig.identified, exchange -> Verdict.respond(REFUSAL), "GET /app/throw")
                    .assertEnded(429, Kind.REJECTED);
        }

        @Test
        void laysDownFurtherRules() throws Exception {
            HeaderRules rules = HeaderRules.of(
                    HeaderRule.pin("Test-Third", "ours"),
                    HeaderRule.byDefault("Test-Default", "later"),
                    HeaderRule.merge("Vary", "Authorization"));
            AdapterRig.Seen seen = rig.send(rig.identified, exchange -> Verdict.proceed(rules), "GET /app/plain");
            assertThat(seen.answer().header("Test-Third")).containsExactly("ours");
            assertThat(seen.answer().header("Test-Default")).containsExactly("later");
            assertThat(seen.answer().elements("Vary"))
                    .containsExactlyInAnyOrder("Origin", "Accept-Language", "Authorization");
        }

        @Test
        void isOfTheFilterItselfUnlessToldOtherwise() throws Exception {
            List<String> users = new CopyOnWriteArrayList<>();
            AdapterRig plain = new AdapterRig();
            run(plain, "", null, context -> add(context, "outer", new BreakwaterFilter(plain.runtime())), () -> {
                String id = plain.nextId();
                plain.identified.on(id, exchange -> {
                    users.add(String.valueOf(exchange.user()));
                    return Verdict.proceed();
                });
                plain.send(id, new byte[0], "GET /plain").assertEnded(200, Kind.OK);
            });
            assertThat(users).containsExactly("null");
        }
    }

    @Nested
    final class TheContainersOwnErrorPage {
        private final AdapterRig bare = new AdapterRig();

        @ParameterizedTest
        @ValueSource(strings = {"/throw 500", "/send-error?404 404", "/send-error?503 503", "/unavailable 503"})
        void hasTheStatusThatIsToldAndOurHeaders(String pathAndStatus) throws Exception {
            String[] parts = pathAndStatus.split(" ");
            run(bare, "", null, context -> BreakwaterFilter.register(context, bare.runtime()), () -> {
                AdapterRig.Seen seen = bare.send("GET " + parts[0]);
                assertThat(seen.answer().status()).isEqualTo(Integer.parseInt(parts[1]));
                assertThat(seen.outcome().status()).isEqualTo(Integer.parseInt(parts[1]));
                assertThat(seen.answer().header("Test-Pin")).containsExactly("ours");
                assertThat(seen.answer().header("Test-Default")).containsExactly("ours");
                // Jetty removes what it holds to describe content before it writes a page of its own, and forbids
                // caches
                // to keep that page.
                assertThat(seen.answer().elements("Vary"))
                        .containsExactlyInAnyOrderElementsOf(
                                TestServer.isJetty() ? List.of() : List.of("Origin", "Accept-Language"));
                assertThat(seen.answer().header("Cache-Control"))
                        .singleElement()
                        .asString()
                        .contains("no-store");
            });
        }

        @Test
        void followsAFailureAfterAnErrorToo() throws Exception {
            run(bare, "", null, context -> BreakwaterFilter.register(context, bare.runtime()), () -> {
                AdapterRig.Seen seen = bare.send("GET /send-404-throw");
                assertThat(seen.answer().status())
                        .isIn(404, 500)
                        .isEqualTo(seen.outcome().status());
            });
        }

        @Test
        void followsAsynchronousWorkToo() throws Exception {
            run(bare, "", null, context -> BreakwaterFilter.register(context, bare.runtime()), () -> {
                assertThat(bare.send("GET /async/timeout").outcome().status()).isEqualTo(500);
                assertThat(bare.send("GET /async/send-error").outcome().status())
                        .isEqualTo(503);
            });
        }
    }

    @Nested
    final class AFilter {
        @Test
        void thatIsNotMappedForErrorsTellsTheStatusOfTheErrorPage() throws Exception {
            AdapterRig other = new AdapterRig();
            TestServer.WebApplication application =
                    context -> context.addFilter("outer", new BreakwaterFilter(other.runtime()))
                            .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
            run(other, "", ErrorPageServlet.PATH, application, () -> {
                assertThat(other.send("GET /throw-page-418").outcome().status()).isEqualTo(418);
                assertThat(other.send("GET /send-404-page-410").outcome().status())
                        .isEqualTo(410);
            });
        }

        @Test
        void ofAnotherRuntimeWorksInsideTheFirst() throws Exception {
            AdapterRig first = new AdapterRig();
            AdapterRig second = new AdapterRig();
            run(
                    first,
                    "",
                    ErrorPageServlet.PATH,
                    context -> {
                        add(context, "first", new BreakwaterFilter(first.runtime()));
                        add(context, "second", new BreakwaterFilter(second.runtime()));
                    },
                    () -> {
                        for (String path : List.of("/plain", "/throw", "/async/complete", "/async/dispatch")) {
                            AdapterRig.Seen seen = first.send("GET " + path);
                            assertThat(second.outcomeOf(second.nextId()).status())
                                    .as(path)
                                    .isEqualTo(seen.outcome().status());
                            AdapterRig.assertHeld(seen.answer());
                        }
                    });
            second.assertEachEndedOnce();
        }

        @Test
        void thatComesTooLateToHearOfEndsCompletesAllTheSame() throws Exception {
            AdapterRig late = new AdapterRig();
            run(late, "", ErrorPageServlet.PATH, context -> add(context, "late", new Late(late.runtime())), () -> {
                late.send("GET /plain").assertEnded(200, Kind.OK);
                late.send("GET /throw").assertEnded(500, Kind.ERROR);
                late.send("GET /send-error?404").assertEnded(404, Kind.OK);
                late.send("GET /async/timeout").assertEnded(500, Kind.TIMEOUT);
            });
        }

        @Test
        void madeByTheContainerTakesTheRuntimeFromTheContext() throws Exception {
            AdapterRig made = new AdapterRig();
            run(
                    made,
                    "",
                    ErrorPageServlet.PATH,
                    context -> {
                        context.setAttribute(BreakwaterRuntime.class.getName(), made.runtime());
                        add(context, "made", context.createFilter(BreakwaterFilter.class));
                    },
                    () -> made.send("GET /plain").assertEnded(200, Kind.OK));
        }

        @Test
        void refusesToLetRequestsPassWithoutARuntime() {
            assertThatThrownBy(() -> new BreakwaterFilter().doFilter(null, null, null))
                    .isInstanceOf(ServletException.class);
        }

        @Test
        void seesThePathAsTheContainerRoutesIt() throws Exception {
            List<Exchange> seen = new CopyOnWriteArrayList<>();
            String id = rig.nextId();
            rig.open.on(id, exchange -> {
                seen.add(exchange);
                return Verdict.proceed();
            });
            rig.send(id, new byte[0], "GET /%61pp/%70lain;v=1?q").assertEnded(200, Kind.OK);
            assertThat(seen.get(0).path()).isEqualTo("/app/plain");
            assertThat(seen.get(0).rawPath()).isEqualTo("/%61pp/%70lain;v=1");
            assertThat(seen.get(0).header("Host")).as("after the end").isNull();
        }
    }

    private interface Steps {
        void run() throws Exception;
    }

    /** Runs the scenes behind other filters, on a server of their own. */
    private static void run(
            AdapterRig rig, String path, String errorPage, TestServer.WebApplication filters, Steps steps)
            throws Exception {
        try (AdapterServer running = TestServer.start(path, errorPage, context -> {
            filters.start(context);
            add(context, "scenes", "/", new Scenes());
            add(context, "unavailable", "/unavailable", new Scenes.Unavailable());
            add(context, "errors", ErrorPageServlet.PATH, new ErrorPageServlet());
        })) {
            rig.use(running);
            steps.run();
        }
        rig.assertEachEndedOnce();
    }

    private static void add(ServletContext context, String name, String path, HttpServlet servlet) {
        ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    private static void add(ServletContext context, String name, Filter filter) {
        FilterRegistration.Dynamic registration = context.addFilter(name, filter);
        registration.addMappingForUrlPatterns(EnumSet.allOf(DispatcherType.class), true, "/*");
        registration.setAsyncSupported(true);
    }

    /** Refuses as a container does that never calls the filter: the error page is the request's first dispatch there. */
    private static final class EarlyRefusal extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (request.getHeader("Test-Early") != null && request.getDispatcherType() == DispatcherType.REQUEST) {
                response.sendError(request.getIntHeader("Test-Early"));
            } else {
                chain.doFilter(request, response);
            }
        }
    }

    /** Believes a header, and tells the user only through the request that it passes on, as security frameworks do. */
    private static final class Authentication extends HttpFilter {
        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String user = request.getHeader("Test-User");
            Principal principal = user == null ? null : () -> user;
            chain.doFilter(
                    new HttpServletRequestWrapper(request) {
                        @Override
                        public Principal getUserPrincipal() {
                            return principal;
                        }
                    },
                    response);
        }
    }

    /** A filter that is set up by its first request, when the context takes no listeners any more. */
    private static final class Late extends HttpFilter {
        private final BreakwaterFilter filter;
        private boolean ready;

        Late(BreakwaterRuntime runtime) {
            filter = new BreakwaterFilter(runtime);
        }

        @Override
        public void init(FilterConfig config) {
            // Not yet.
        }

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            if (!ready) {
                ready = true;
                filter.init(new Config(request.getServletContext()));
            }
            filter.doFilter(request, response, chain);
        }
    }

    private record Config(ServletContext getServletContext) implements FilterConfig {
        @Override
        public String getFilterName() {
            return "late";
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
