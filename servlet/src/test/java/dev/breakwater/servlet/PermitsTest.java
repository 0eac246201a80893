/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.FailureMode;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.contract.ScriptedGuard;
import dev.breakwater.contract.Witness;
import dev.breakwater.exchange.Reply;
import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.ServletRequestAttributeEvent;
import jakarta.servlet.ServletRequestAttributeListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a request ends, its place among those in flight is free again, once. */
@Tag("container")
@Tag("long")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PermitsTest {
    private final ScriptedGuard later = ScriptedGuard.at(Stage.ACCOUNT, FailureMode.CLOSED, "later");
    private final Failing failing = new Failing();
    private final FailingListener listener = new FailingListener();
    private BreakwaterRuntime runtime;
    private AdapterServer server;
    private RawClient client;

    @BeforeAll
    void start() throws Exception {
        runtime = BreakwaterRuntime.builder(layers(Map.of()))
                .guards(List.of(later))
                .eventSink((level, line) -> {})
                .start();
        server = TestServer.start("", ErrorPageServlet.PATH, context -> {
            BreakwaterFilter.register(context, runtime);
            context.addListener(listener);
            add(context.addServlet("scenes", new Scenes()), "/");
            add(context.addServlet("failing", failing), "/failing/*");
            add(context.addServlet("unavailable", new Scenes.Unavailable()), "/unavailable");
            add(context.addServlet("errors", new ErrorPageServlet()), ErrorPageServlet.PATH);
        });
        client = new RawClient(server.port());
    }

    private static void add(ServletRegistration.Dynamic registration, String path) {
        registration.addMapping(path);
        registration.setAsyncSupported(true);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        runtime.close();
    }

    private static Layers layers(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "overload.max-concurrent", "2",
                "cors.policies[0].allowed-origins", "https://app.example.com"));
        settings.putAll(more);
        return Layers.of(Layer.of("test", settings));
    }

    @BeforeEach
    void usual() {
        use(Map.of());
    }

    @AfterEach
    void allPlacesAreFree() {
        settled().untilAsserted(() -> assertThat(runtime.load().inFlight()).isZero());
        assertThat(runtime.load().waiting()).isZero();
    }

    // An error ends the thread that it is thrown on, on some servers; that is no failure of the test's.
    private static ConditionFactory settled() {
        return await().dontCatchUncaughtExceptions().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    private void use(Map<String, String> settings) {
        runtime.replace(BreakwaterSettings.read(layers(settings)));
    }

    private RawAnswer get(String path, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        return client.send(new byte[0], lines.toArray(new String[0]));
    }

    /** Of two places none is lost when the same happens thrice. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/plain",
                "/throw",
                "/throw-after-commit",
                "/throw-checked",
                "/forward-throw",
                "/throw-page-fails",
                "/throw-page-418",
                "/send-error?404",
                "/send-404-throw",
                "/unavailable",
                "/failing/error",
                "/failing/overflow",
                "/failing/async-overflow",
                "/async/complete",
                "/async/complete-at-once",
                "/async/dispatch",
                "/async/dispatch-throw",
                "/async/dispatch-throw-after-commit",
                "/async/again",
                "/async/timeout",
                "/async/timeout-handled",
                "/async/timeout-dispatched",
                "/async/send-error",
                "/async/throw"
            })
    void comeBackAfter(String path) throws Exception {
        for (int i = 0; i < 3; i++) {
            RawAnswer answer = get(path);
            assertThat(answer.text()).doesNotContain("temporary-reduced-capacity");
            settled().untilAsserted(() -> assertThat(runtime.load().inFlight()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/endless", "/async/endless"})
    void comeBackWhenTheClientGoes(String path) throws Exception {
        client.sendAndAbort("GET " + path + " HTTP/1.1");
    }

    @Test
    void comeBackWhenALaterGuardRefusesOrFails() throws Exception {
        later.on("refused", exchange -> Verdict.respond(Reply.of(429)));
        later.on("failing", exchange -> {
            throw new StackOverflowError();
        });
        assertThat(get("/plain", Witness.ID + ": refused").status()).isEqualTo(429);
        assertThat(get("/plain", Witness.ID + ": failing").status()).isEqualTo(503);
    }

    @Test
    void comeBackWhenAListenerFailsBeforeTheApplicationIsCalled() throws Exception {
        for (int i = 1; i <= 3; i++) {
            int times = i;
            // Not every server answers then.
            try (Socket unanswered = open("/plain", FailingListener.WANTED + ": yes")) {
                settled().untilAsserted(() -> assertThat(listener.failures).hasValue(times));
                settled()
                        .untilAsserted(
                                () -> assertThat(runtime.load().inFlight()).isZero());
                assertThat(unanswered.isConnected()).isTrue();
            }
        }
    }

    @Test
    void areHeldByAsynchronousWorkUntilItEnds() throws Exception {
        try (Socket one = open("/failing/held");
                Socket other = open("/failing/held")) {
            settled().untilAsserted(() -> assertThat(failing.holding.get()).isEqualTo(2));
            RawAnswer refused = get("/plain");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text()).contains("temporary-reduced-capacity");
            assertThat(Integer.parseInt(refused.header("Retry-After").get(0))).isBetween(1, 5);
            assertThat(refused.header("Cache-Control")).containsExactly("no-store");
            assertThat(refused.header("X-Content-Type-Options")).containsExactly("nosniff");
            assertThat(get("/plain", "Origin: https://app.example.com").header("Access-Control-Allow-Origin"))
                    .containsExactly("https://app.example.com");
            probesAndPreflightsAreAnsweredAllTheSame();
            failing.released.release(2);
            assertThat(one.getInputStream().readAllBytes()).isNotEmpty();
            assertThat(other.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private void probesAndPreflightsAreAnsweredAllTheSame() throws IOException {
        assertThat(get("/livez").status()).isEqualTo(200);
        assertThat(get("/readyz").status()).isEqualTo(200);
        assertThat(get("/actuator/anything").status()).isEqualTo(200);
        RawAnswer preflight = client.send(
                new byte[0],
                "OPTIONS /plain HTTP/1.1",
                "Origin: https://app.example.com",
                "Access-Control-Request-Method: GET");
        assertThat(preflight.status()).isEqualTo(204);
    }

    @Test
    void goToWhoeverWaits() throws Exception {
        use(Map.of("overload.max-wait", "20s"));
        try (Socket one = open("/failing/held");
                Socket other = open("/failing/held")) {
            settled().untilAsserted(() -> assertThat(failing.holding.get()).isEqualTo(2));
            try (Socket waiter = open("/plain")) {
                settled()
                        .untilAsserted(
                                () -> assertThat(runtime.load().waiting()).isEqualTo(1));
                failing.released.release(2);
                assertThat(RawAnswer.parse(waiter.getInputStream().readAllBytes())
                                .status())
                        .isEqualTo(200);
            }
            assertThat(one.getInputStream().readAllBytes()).isNotEmpty();
            assertThat(other.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void comeBackFromAWaiterWhoseClientHasGone() throws Exception {
        use(Map.of("overload.max-wait", "20s"));
        try (Socket one = open("/failing/held");
                Socket other = open("/failing/held")) {
            settled().untilAsserted(() -> assertThat(failing.holding.get()).isEqualTo(2));
            Socket waiter = open("/plain");
            settled().untilAsserted(() -> assertThat(runtime.load().waiting()).isEqualTo(1));
            RawClient.reset(waiter);
            failing.released.release(2);
            assertThat(one.getInputStream().readAllBytes()).isNotEmpty();
            assertThat(other.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    @Test
    void areNotGivenToWhoeverHasWaitedTooLong() throws Exception {
        use(Map.of("overload.max-wait", "50ms"));
        try (Socket one = open("/failing/held");
                Socket other = open("/failing/held")) {
            settled().untilAsserted(() -> assertThat(failing.holding.get()).isEqualTo(2));
            int served = failing.served.get();
            assertThat(get("/failing/count").status()).isEqualTo(503);
            assertThat(failing.served.get()).isEqualTo(served);
            failing.released.release(2);
            assertThat(one.getInputStream().readAllBytes()).isNotEmpty();
            assertThat(other.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    private Socket open(String path, String... headers) throws IOException {
        List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1"));
        lines.addAll(List.of(headers));
        return client.open(new byte[0], lines.toArray(new String[0]));
    }

    /** Fails in ways of its own, or holds on. */
    static final class Failing extends HttpServlet {
        final AtomicInteger holding = new AtomicInteger();
        final AtomicInteger served = new AtomicInteger();
        final transient Semaphore released = new Semaphore(0);

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            served.incrementAndGet();
            switch (request.getPathInfo()) {
                case "/error" -> throw new AssertionError("the application's own failure");
                case "/overflow" -> response.setStatus(depth(0));
                case "/async-overflow" -> {
                    request.startAsync();
                    response.setStatus(depth(0));
                }
                case "/held" -> hold(request);
                default -> response.setStatus(200);
            }
        }

        private static int depth(int above) {
            return depth(above + 1) + depth(above + 2);
        }

        private void hold(HttpServletRequest request) {
            var context = request.startAsync();
            context.setTimeout(20_000);
            holding.incrementAndGet();
            new Thread(() -> {
                        released.acquireUninterruptibly();
                        holding.decrementAndGet();
                        context.complete();
                    })
                    .start();
        }
    }

    /** Fails where the filter leaves its own attribute; with an error that no server keeps to itself. */
    private static final class FailingListener implements ServletRequestAttributeListener {
        static final String WANTED = "Fail-Listening";

        final AtomicInteger failures = new AtomicInteger();

        @Override
        public void attributeAdded(ServletRequestAttributeEvent event) {
            if (event.getName().equals(Passage.ATTRIBUTE)
                    && ((HttpServletRequest) event.getServletRequest()).getHeader(WANTED) != null) {
                failures.incrementAndGet();
                throw new InternalError("planned");
            }
        }
    }
}
