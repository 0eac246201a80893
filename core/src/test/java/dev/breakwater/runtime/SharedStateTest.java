/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Admission;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.config.RedisSettings;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.MemoryAnswers;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.upstream.AnswerCodec;
import dev.breakwater.upstream.AnswerStore;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a runtime does about state that instances share, with a provider of the test's own. */
class SharedStateTest {
    private static final String PASSWORD = "planted-4711";
    private static final String STORE = "rate-limit.store";

    private final ManualTime time = new ManualTime();
    private final Provider provider = new Provider();

    @Nested
    class WhenWanted {
        @Test
        void isOpenedWithItsSettingsAndHoldsTheBuckets() {
            try (BreakwaterRuntime runtime = start(shared())) {
                assertThat(status(runtime)).isZero();

                assertThat(provider.opened).extracting(RedisSettings::keyPrefix).containsExactly("shop");
                assertThat(provider.state.questions).isPositive();
            }
        }

        @Test
        void isClosedWithTheRuntime() {
            BreakwaterRuntime runtime = start(shared());
            assertThat(provider.state.closed).isZero();

            runtime.close();

            assertThat(provider.state.closed).isEqualTo(1);
        }

        @Test
        void isAmongTheHealthChecks() {
            try (BreakwaterRuntime runtime = start(shared())) {
                assertThat(runtime.health().orElseThrow().snapshot().components())
                        .extracting(component -> component.name())
                        .contains("redis");
            }
        }

        @Test
        void isLookedAtAsSoonAsItSaysThatItIsAnother() {
            try (BreakwaterRuntime runtime = start(shared())) {
                provider.state.away = true;

                provider.state.heard.run();

                assertThat(runtime.health().orElseThrow().snapshot().components())
                        .filteredOn(component -> component.name().equals("redis"))
                        .singleElement()
                        .satisfies(redis -> assertThat(redis.status()).isEqualTo(HealthStatus.DOWN));
            }
        }

        @Test
        void isClosedIfTheStartFailsLater() {
            HealthCheck sameName = HealthCheck.local("redis", HealthResult::up);

            assertThatThrownBy(() -> BreakwaterRuntime.builder(Layers.of(layer(shared())))
                            .sharedState(provider)
                            .healthChecks(List.of(sameName))
                            .time(time)
                            .start())
                    .isInstanceOf(InvalidPolicyException.class);
            assertThat(provider.state.closed).isEqualTo(1);
        }

        @Test
        void isClosedIfItCannotSayHowToAskIt() {
            provider.state.broken = true;

            assertThatThrownBy(() -> start(shared())).hasMessage("planned");
            assertThat(provider.state.closed).isEqualTo(1);
        }

        @Test
        void isClosedIfItHasNoHealthCheck() {
            provider.state.ill = true;

            assertThatThrownBy(() -> start(shared())).hasMessage("planned");
            assertThat(provider.state.closed).isEqualTo(1);
        }

        @Test
        void grantsAShareOfAsManyBucketsAsOnesOwnWhileItIsAway() {
            provider.state.away = true;
            try (BreakwaterRuntime runtime = start(shared())) {
                Admission admission = runtime.chain().admit(TestExchange.get("/"));

                assertThat(Objects.requireNonNull(admission.headerRules().find("RateLimit"))
                                .value())
                        .isEqualTo("\"all\";r=2;t=4");
            }
        }

        @Test
        void isToldOfToOperatorsWithoutItsAddress() {
            try (BreakwaterRuntime runtime = start(shared())) {
                String report = runtime.report().toString() + runtime.report().checks();

                assertThat(report).contains("a store that can be shared, used by 2 instances");
                assertThat(report).doesNotContain(PASSWORD);
                assertThat(body(runtime, "/breakwater/report"))
                        .contains("used by 2 instances")
                        .doesNotContain(PASSWORD);
                assertThat(body(runtime, "/metrics"))
                        .contains("\"rate_limit_store\":{\"available\":true,\"instances\":2,")
                        .doesNotContain(PASSWORD);
                provider.state.away = true;
                assertThat(body(runtime, "/metrics")).contains("\"available\":false,\"reason\":\"planned\"");
                assertThat(body(runtime, "/metrics/summary")).contains("but not now: the store is away");
                assertThat(runtime.report().checks()).asString().contains("away now (planned): each of 2 instances");
            }
        }

        @Test
        void isNotGivenAwayByWhatIsSaidAtTheStart() {
            assertThat(said(BreakwaterRuntime.builder(Layers.of(layer(shared())))))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line).doesNotContain(PASSWORD));
        }
    }

    @Nested
    class WhenNotWanted {
        @ParameterizedTest
        @CsvSource({"rate-limit.store, memory", "enabled, false"})
        void isNotOpened(String key, String value) {
            try (BreakwaterRuntime runtime = start(with(shared(), key, value))) {
                assertThat(status(runtime)).isZero();
                assertThat(provider.opened).isEmpty();
                assertThat(runtime.report().checks()).asString().doesNotContain("can be shared");
            }
        }

        @Test
        void becauseTheApplicationHasAStoreOfItsOwnIsNotOpenedAndSaid() {
            assertThat(said(BreakwaterRuntime.builder(Layers.of(layer(shared())))
                            .rateLimitStore(Bucket4jStore.of(time))))
                    .anySatisfy(line -> assertThat(line).contains("BW-REDIS-012", STORE));
            assertThat(provider.opened).isEmpty();
        }

        @Test
        void isNotToldOf() {
            try (BreakwaterRuntime runtime = start(Map.of())) {
                assertThat(body(runtime, "/metrics")).doesNotContain("rate_limit_store");
                assertThat(body(runtime, "/metrics/summary")).doesNotContain("shared");
            }
        }
    }

    @Nested
    class WantedForAnswersAlone {
        private static final String CACHE = "upstreams.prices.cache.store";

        @Test
        void isOpenedAndHoldsThem() {
            try (BreakwaterRuntime one = start(sharing());
                    BreakwaterRuntime two = start(sharing())) {
                assertThat(ask(one, "4.20")).isEqualTo("4.20");
                await().until(() -> provider.state.answers.size() == 1);
                assertThat(ask(two, "9.99")).isEqualTo("4.20");
                assertThat(two.upstream("prices").cacheStats().shared()).isOne();
                assertThat(two.upstream("other")
                                .call(() -> "own")
                                .cachedBy("key")
                                .get())
                        .isEqualTo("own");
                assertThat(status(one)).as("buckets stay where they are").isZero();
                assertThat(provider.state.questions).isZero();
                assertThat(body(two, "/metrics")).contains("\"cache\":{\"hits\":0,\"shared\":1,");
            }
            assertThat(provider.state.closed).isEqualTo(2);
        }

        private String ask(BreakwaterRuntime runtime, String price) {
            return runtime.upstream("prices")
                    .call(() -> price)
                    .cachedBy("sku", AnswerCodec.text())
                    .get();
        }

        @ParameterizedTest
        @CsvSource({CACHE + ", memory", "upstreams.prices.cache.ttl, off", "enabled, false"})
        void isNotOpenedFor(String key, String value) {
            try (BreakwaterRuntime runtime = start(with(sharing(), key, value))) {
                assertThat(ask(runtime, "4.20")).isEqualTo("4.20");
                assertThat(provider.opened).isEmpty();
            }
        }

        @Test
        void isNotOpenedLater() {
            try (BreakwaterRuntime runtime = start(with(sharing(), CACHE, "memory"))) {
                assertThatExceptionOfType(InvalidPolicyException.class)
                        .isThrownBy(() -> runtime.replace(settings(sharing())))
                        .satisfies(invalid -> assertThat(invalid.problems())
                                .extracting(Problem::code, Problem::path)
                                .containsExactly(tuple("BW-REDIS-013", CACHE)));
                assertThat(provider.opened).isEmpty();
            }
        }

        @Test
        void whichIsOpenAnywayServesOneThatChanges() {
            Map<String, String> both = with(with(shared(), CACHE, "memory"), "upstreams.prices.cache.ttl", "1h");
            try (BreakwaterRuntime runtime = start(both)) {
                assertThat(ask(runtime, "4.20")).isEqualTo("4.20");
                assertThat(provider.state.answers.size()).isZero();

                runtime.replace(settings(with(both, CACHE, "redis")));
                assertThat(ask(runtime, "9.99")).isEqualTo("9.99");
                await().until(() -> provider.state.answers.size() == 1);
            }
        }

        @Test
        void withoutTheModuleTheMessageNamesTheKey() {
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> BreakwaterRuntime.builder(Layers.of(layer(sharing())))
                            .start())
                    .satisfies(invalid -> assertThat(invalid.problems())
                            .extracting(Problem::code, Problem::path)
                            .containsExactly(tuple("BW-REDIS-001", CACHE)));
        }

        private Map<String, String> sharing() {
            return with(with(with(shared(), STORE, "memory"), "upstreams.prices.cache.ttl", "1h"), CACHE, "redis");
        }
    }

    @Nested
    class AtRunTime {
        @ParameterizedTest
        @CsvSource({"redis, memory", "memory, redis"})
        void bucketsAreNotMovedAndEverythingStaysAsItWas(String before, String after) {
            try (BreakwaterRuntime runtime = start(with(shared(), STORE, before))) {
                BreakwaterSettings moved = settings(with(shared(), STORE, after));

                assertThatExceptionOfType(InvalidPolicyException.class)
                        .isThrownBy(() -> runtime.replace(moved))
                        .satisfies(invalid -> assertThat(invalid.problems())
                                .singleElement()
                                .satisfies(problem -> {
                                    assertThat(problem.code()).isEqualTo("BW-REDIS-013");
                                    assertThat(problem.path()).isEqualTo(STORE);
                                    assertThat(problem.value()).isEqualTo(after);
                                    assertThat(problem.fix()).contains("Restart");
                                }));
                assertThat(status(runtime)).isZero();
                assertThat(provider.state.closed).isZero();
            }
        }

        @Test
        void theAddressIsNotChangedEither() {
            try (BreakwaterRuntime runtime = start(shared())) {
                BreakwaterSettings elsewhere =
                        settings(with(shared(), "redis.url", "redis://:" + PASSWORD + "@elsewhere"));

                assertThatExceptionOfType(InvalidPolicyException.class)
                        .isThrownBy(() -> runtime.replace(elsewhere))
                        .satisfies(invalid -> assertThat(invalid.problems())
                                .extracting(Problem::path)
                                .containsExactly("redis"))
                        .satisfies(invalid -> assertThat(invalid.toString()).doesNotContain(PASSWORD));
            }
        }

        @Test
        void everythingElseIsChangedAndTheSwitchStillWorks() {
            try (BreakwaterRuntime runtime = start(shared())) {
                runtime.replace(settings(with(shared(), "enabled", "false")));
                runtime.replace(settings(with(shared(), "rate-limit.policies[0].limits", "0 per minute")));

                assertThat(status(runtime)).isEqualTo(429);
                assertThat(provider.opened).hasSize(1);
                assertThat(provider.state.closed).isZero();
            }
        }
    }

    @Nested
    class OnTheClassPath {
        @TempDir
        @Nullable
        Path services;

        @Test
        void whereThereIsNoneTheMessageNamesTheDependency() {
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> find(null))
                    .satisfies(OnTheClassPath::namesTheDependency);
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> BreakwaterRuntime.builder(Layers.of(layer(shared())))
                            .start())
                    .satisfies(OnTheClassPath::namesTheDependency);
        }

        private static void namesTheDependency(InvalidPolicyException invalid) {
            assertThat(invalid.problems()).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo("BW-REDIS-001");
                assertThat(problem.path()).isEqualTo(STORE);
                assertThat(problem.fix()).contains("dev.breakwater:breakwater-redis");
            });
        }

        @Test
        void isFoundWhereTheApplicationIsLoadedFrom() throws IOException {
            assertThat(find(naming(Registered.class.getName()))).isInstanceOf(Registered.class);
        }

        @Test
        void ofAnotherApplicationIsLeftAlone() throws IOException {
            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> find(naming(String.class.getName())))
                    .satisfies(OnTheClassPath::namesTheDependency);
        }

        private ClassLoader naming(String provider) throws IOException {
            Path file = Files.writeString(
                    Objects.requireNonNull(services).resolve("provider"), provider + System.lineSeparator());
            return new ClassLoader(SharedStateTest.class.getClassLoader()) {
                @Override
                public Enumeration<URL> getResources(String name) throws IOException {
                    return name.endsWith(SharedStateProvider.class.getName())
                            ? Collections.enumeration(List.of(file.toUri().toURL()))
                            : super.getResources(name);
                }
            };
        }

        private static SharedStateProvider find(@Nullable ClassLoader loader) {
            Thread thread = Thread.currentThread();
            ClassLoader before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                return SharedStateFinder.find("rate-limit.store");
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    /** A provider as a module registers it. */
    public static final class Registered implements SharedStateProvider {
        @Override
        public SharedState open(RedisSettings settings, TimeSource time) {
            throw new UnsupportedOperationException();
        }
    }

    private BreakwaterRuntime start(Map<String, String> values) {
        return BreakwaterRuntime.builder(Layers.of(layer(values)))
                .sharedState(provider)
                .time(time)
                .start();
    }

    private List<String> said(BreakwaterRuntime.Builder builder) {
        Logger logger = (Logger) LoggerFactory.getLogger(BreakwaterRuntime.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        Level before = logger.getLevel();
        logger.setLevel(Level.INFO);
        said.start();
        logger.addAppender(said);
        try (BreakwaterRuntime runtime =
                builder.sharedState(provider).time(time).start()) {
            assertThat(runtime.chain().guards()).isNotEmpty();
        } finally {
            logger.detachAppender(said);
            logger.setLevel(before);
        }
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static Map<String, String> shared() {
        return Map.of(
                STORE,
                "redis",
                "redis.url",
                "redis://:" + PASSWORD + "@cache",
                "redis.key-prefix",
                "shop",
                "rate-limit.policies[0].name",
                "all",
                "rate-limit.policies[0].limits",
                "5 per 5 seconds");
    }

    private static Map<String, String> with(Map<String, String> values, String key, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(key, value);
        return more;
    }

    private static Layer layer(Map<String, String> values) {
        return Layer.of("test", values);
    }

    private static BreakwaterSettings settings(Map<String, String> values) {
        return BreakwaterSettings.read(Layers.of(layer(values)));
    }

    private static int status(BreakwaterRuntime runtime) {
        Admission admission = runtime.chain().admit(TestExchange.get("/")).await();
        return admission.reply() == null ? 0 : admission.reply().status();
    }

    private static String body(BreakwaterRuntime runtime, String path) {
        Admission admission = runtime.chain()
                .admit(TestExchange.request("GET", path).peer("127.0.0.1").build())
                .await();
        return Objects.requireNonNull(admission.reply()).text();
    }

    /** Opens the one state there is. */
    private final class Provider implements SharedStateProvider {
        private final List<RedisSettings> opened = new ArrayList<>();
        private final State state = new State();

        @Override
        public SharedState open(RedisSettings settings, TimeSource given) {
            assertThat(given).isSameAs(time);
            opened.add(settings);
            return state;
        }
    }

    private final class State implements SharedState, RateLimitStore {
        private final Bucket4jStore buckets = Bucket4jStore.of(time);
        private final MemoryAnswers answers = new MemoryAnswers(time);
        private int questions;
        private int closed;
        private boolean away;
        private boolean broken;
        private boolean ill;
        private Runnable heard = () -> {};

        @Override
        public RateLimitStore rateLimits() {
            if (broken) {
                throw new IllegalStateException("planned");
            }
            return this;
        }

        @Override
        public BudgetStore budgets() {
            throw new UnsupportedOperationException();
        }

        @Override
        public AnswerStore answers() {
            return answers;
        }

        @Override
        public HealthCheck health() {
            if (ill) {
                throw new IllegalStateException("planned");
            }
            return new Check();
        }

        @Override
        public void onChange(Runnable who) {
            heard = who;
        }

        private final class Check implements HealthCheck {
            @Override
            public String name() {
                return "redis";
            }

            @Override
            public HealthResult check() {
                return away ? HealthResult.down("planned") : HealthResult.up();
            }

            @Override
            public boolean isPassive() {
                return true;
            }
        }

        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            questions++;
            return away
                    ? CompletableFuture.completedFuture(new StoreAnswer.Unavailable("planned", true))
                    : buckets.decide(charges);
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return buckets.settle(settlements);
        }

        @Override
        public StoreState state() {
            return new StoreState(!away, away ? "planned" : null, 2, questions, 0, 0);
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
