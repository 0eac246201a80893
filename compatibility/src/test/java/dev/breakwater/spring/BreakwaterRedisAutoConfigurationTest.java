/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.redis.RedisState;
import dev.breakwater.runtime.SharedState;
import dev.breakwater.runtime.SharedStateProvider;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import jakarta.servlet.Filter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** By which way an application gets to Redis, without a server for HTTP. */
@Tag("redis")
class BreakwaterRedisAutoConfigurationTest {
    private static final AutoConfigurations OURS = AutoConfigurations.of(
            BreakwaterAutoConfiguration.class, BreakwaterRedisAutoConfiguration.class);

    private static EmbeddedRedis redis;

    private final WebApplicationContextRunner memory = new WebApplicationContextRunner()
            .withConfiguration(OURS)
            .withPropertyValues(
                    "logging.level.root=off",
                    "breakwater.rate-limit.policies[0].name=all",
                    "breakwater.rate-limit.policies[0].limits=1 per hour");
    private final WebApplicationContextRunner shared =
            memory.withPropertyValues("breakwater.rate-limit.store=redis");

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.stopped().start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @BeforeEach
    void forget() {
        // Redis hears of the end of a connection a moment later.
        Awaitility.await().until(() -> redis.connections() == 0);
        redis.ask("FLUSHALL");
    }

    private static int status(AssertableWebApplicationContext context) throws Exception {
        assertThat(context).hasNotFailed();
        Filter filter = context.getBean("breakwaterFilter", FilterRegistrationBean.class).getFilter();
        MockHttpServletResponse response = new MockHttpServletResponse();
        filter.doFilter(new MockHttpServletRequest("GET", "/"), response, new MockFilterChain());
        return response.getStatus();
    }

    /** Waits until requests are counted there: Redis is connected to in the background. */
    private static void isCounted(AssertableWebApplicationContext context, EmbeddedRedis where) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .until(() -> status(context) == 429 && where.ask("DBSIZE").compareTo(":2") >= 0);
    }

    private static String analysed(AssertableWebApplicationContext context) {
        assertThat(context).hasFailed();
        FailureAnalysis analysis = new InvalidPolicyFailureAnalyzer().analyze(context.getStartupFailure());
        assertThat(analysis).isNotNull();
        return analysis.getDescription() + "\n" + analysis.getAction();
    }

    private static LettuceConnectionFactory factory(int port) {
        return new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", port));
    }

    private static Set<String> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("lettuce") || name.contains("redis"))
                .collect(Collectors.toSet());
    }

    @Nested
    class WithBucketsInMemory {

        @Test
        void nothingOfRedisIsTouched() {
            Set<String> before = clientThreads();
            memory.withPropertyValues("breakwater.redis.url=" + redis.url())
                    .withBean(
                            RedisClient.class,
                            () -> {
                                throw new AssertionError("is made");
                            },
                            definition -> definition.setLazyInit(true))
                    .run(context -> {
                        assertThat(status(context)).isEqualTo(200);
                        assertThat(redis.connections()).isZero();
                        assertThat(clientThreads()).isEqualTo(before);
                    });
        }

        @Test
        void noneOfItsClassesIsNeeded() {
            memory.withClassLoader(new FilteredClassLoader("io.lettuce", "io.netty", "org.springframework.data"))
                    .run(context -> {
                        assertThat(context).doesNotHaveBean(SharedStateProvider.class);
                        assertThat(status(context)).isEqualTo(200);
                    });
        }
    }

    @Nested
    class ByItsAddress {

        @Test
        void itIsOpenedThere() {
            shared.withPropertyValues("breakwater.redis.url=" + redis.url())
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void whateverClientsTheApplicationHas() {
            shared.withPropertyValues("breakwater.redis.url=" + redis.url())
                    .withBean("one", LettuceConnectionFactory.class, () -> factory(1))
                    .withBean("two", LettuceConnectionFactory.class, () -> factory(1))
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void nothingRunsOnWhenTheContextIsClosed() {
            Set<String> before = clientThreads();
            shared.withPropertyValues("breakwater.redis.url=" + redis.url())
                    .run(context -> isCounted(context, redis));

            Awaitility.await().untilAsserted(() -> {
                assertThat(clientThreads()).isEqualTo(before);
                assertThat(redis.connections()).isZero();
            });
        }

        @Test
        void withoutSpringData() {
            shared.withPropertyValues("breakwater.redis.url=" + redis.url())
                    .withClassLoader(new FilteredClassLoader("org.springframework.data"))
                    .run(context -> isCounted(context, redis));
        }
    }

    @Nested
    class BySpringData {

        @Test
        void theGuidesLinesDoIt() throws IOException {
            String guide = Files.readString(Path.of("..", "..", "docs", "spring.md"));
            String section = guide.substring(guide.indexOf("## Several instances"));
            int begin = section.indexOf("```yaml") + 7;
            String lines = section.substring(begin, section.indexOf("```", begin));
            assertThat(lines).contains("redis.internal");
            PropertySource<?> yaml = new YamlPropertySourceLoader()
                    .load("guide", new ByteArrayResource(lines.replace("redis.internal", "127.0.0.1").getBytes(UTF_8)))
                    .get(0);
            memory.withInitializer(context ->
                            context.getEnvironment().getPropertySources().addLast(yaml))
                    .withPropertyValues("spring.data.redis.port=" + redis.port())
                    .withUserConfiguration(WholeApplication.class)
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void itsFactoryLeadsThere() {
            shared.withBean(LettuceConnectionFactory.class, () -> factory(redis.port()))
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void alsoOneThatIsDeclaredAsTheInterface() {
            shared.withBean(RedisConnectionFactory.class, () -> factory(redis.port()))
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void alsoOneThatTheContextStartsLater() {
            shared.withBean(LettuceConnectionFactory.class, () -> {
                        LettuceConnectionFactory late = factory(redis.port());
                        late.setEarlyStartup(false);
                        return late;
                    })
                    .run(context -> isCounted(context, redis));
        }

        @Test
        @Tag("long")
        void alsoOneOfACluster() {
            try (EmbeddedRedis cluster = Cluster.ofOneNode()) {
                RedisClusterConfiguration nodes = new RedisClusterConfiguration(Set.of("127.0.0.1:" + cluster.port()));
                shared.withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory(nodes))
                        .run(context -> isCounted(context, cluster));
            }
        }

        @Test
        void ofSeveralThePrimaryOneIsUsed() {
            shared.withBean("other", LettuceConnectionFactory.class, () -> factory(1))
                    .withBean(
                            "limits",
                            LettuceConnectionFactory.class,
                            () -> factory(redis.port()),
                            definition -> definition.setPrimary(true))
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void oneOfJedisBesideItLeavesNoDoubt() {
            shared.withBean("jedis", JedisConnectionFactory.class, JedisConnectionFactory::new)
                    .withBean("lettuce", LettuceConnectionFactory.class, () -> factory(redis.port()))
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void severalAreAFaultThatNamesThem() {
            shared.withBean("sessions", LettuceConnectionFactory.class, () -> factory(1))
                    .withBean("carts", LettuceConnectionFactory.class, () -> factory(1))
                    .run(context -> assertThat(analysed(context))
                            .contains("BW-REDIS-030  redis.url: (none), and the beans carts, sessions")
                            .contains("Mark one of them @Primary, or say where Redis is in breakwater.redis.url."));
        }

        @Test
        void ourConnectionIsClosedBeforeItIsStopped() {
            AtomicInteger left = new AtomicInteger(-1);
            shared.withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory(
                            new RedisStandaloneConfiguration("127.0.0.1", redis.port())) {
                        @Override
                        public void stop() {
                            Awaitility.await().until(() -> redis.connections() == 0);
                            left.set(redis.connections());
                            super.stop();
                        }
                    })
                    .run(context -> {
                        isCounted(context, redis);
                        assertThat(redis.connections()).isPositive();
                    });

            assertThat(left).hasValue(0);
        }

        @Test
        void stoppedAndStartedAgainItIsUsedAgain() {
            shared.withBean(LettuceConnectionFactory.class, () -> factory(redis.port()))
                    .run(context -> {
                        isCounted(context, redis);
                        context.getSourceApplicationContext().stop();
                        Awaitility.await().until(() -> redis.connections() == 0);
                        redis.ask("FLUSHALL");
                        assertThat(status(context)).isIn(200, 429);
                        assertThat(redis.ask("DBSIZE")).isEqualTo(":0");

                        context.getSourceApplicationContext().start();
                        isCounted(context, redis);
                    });
        }
    }

    @Nested
    @Tag("long")
    class ByAClientOfLettuce {

        @Test
        void itStaysTheApplications() {
            RedisClient client = RedisClient.create(redis.url());
            shared.withBean(
                            RedisClient.class,
                            () -> client,
                            definition -> ((AbstractBeanDefinition) definition)
                                    .setDestroyMethodName(""))
                    .run(context -> isCounted(context, redis));

            assertThat(client.connect().sync().ping()).isEqualTo("PONG");
            client.shutdown(Duration.ZERO, Duration.ZERO);
        }

        @Test
        void alsoOfACluster() {
            try (EmbeddedRedis cluster = Cluster.ofOneNode()) {
                shared.withBean(RedisClusterClient.class, () -> RedisClusterClient.create(cluster.url()))
                        .run(context -> isCounted(context, cluster));
            }
        }

        @Test
        void withoutSpringData() {
            shared.withBean(AbstractRedisClient.class, () -> RedisClient.create(redis.url()))
                    .withClassLoader(new FilteredClassLoader("org.springframework.data"))
                    .run(context -> isCounted(context, redis));
        }

        @Test
        void severalAreAFaultThatNamesThem() {
            shared.withBean("one", RedisClient.class, () -> RedisClient.create(redis.url()))
                    .withBean("cluster", RedisClusterClient.class, () -> RedisClusterClient.create(redis.url()))
                    .run(context -> assertThat(analysed(context)).contains("and the beans cluster, one"));
        }
    }

    @Nested
    @Tag("long")
    class WithAPartOfTheApplicationsOwn {

        @Test
        void aStoreKeepsTheBucketsAndNothingIsOpened() {
            shared.withBean(RateLimitStore.class, () -> Bucket4jStore.of(TimeSource.system(), 100))
                    .withPropertyValues("breakwater.redis.url=" + redis.url())
                    .run(context -> {
                        assertThat(status(context)).isEqualTo(200);
                        assertThat(redis.connections()).isZero();
                    });
        }

        @Test
        void aProviderOpensWhatItLikes() {
            SharedStateProvider own = new SharedStateProvider() {
                @Override
                public SharedState open(RedisSettings settings, TimeSource time) {
                    RedisSettings there = new RedisSettings(redis.url(), settings.timeout(), "own", false, false, 1);
                    return RedisState.open(there, time);
                }
            };
            shared.withBean(SharedStateProvider.class, () -> own).run(context -> {
                assertThat(context).doesNotHaveBean(RedisOfContext.class);
                isCounted(context, redis);
            });
        }
    }

    @Nested
    @Tag("long")
    class WithoutAWay {

        @Test
        void theFaultNamesAllOfThem() {
            shared.run(context -> assertThat(analysed(context))
                    .contains("BW-REDIS-031  redis.url: (none)", "expected: a way to Redis")
                    .contains("breakwater.redis.url (or REDIS_URL)", "spring.data.redis.*", "RedisClient"));
        }

        @Test
        void oneOfJedisIsNone() {
            shared.withBean(JedisConnectionFactory.class, JedisConnectionFactory::new)
                    .run(context -> assertThat(analysed(context)).contains("BW-REDIS-031"));
        }

        @Test
        void noBreakwaterIsNoFault() {
            shared.withPropertyValues("breakwater.enabled=false").run(context -> assertThat(status(context))
                    .isEqualTo(200));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WholeApplication {}

    /** Redis Cluster. */
    private static final class Cluster {
        private static final int SLOTS = 16_384;

        static EmbeddedRedis ofOneNode() {
            EmbeddedRedis node = EmbeddedRedis.stopped("--cluster-enabled", "yes").start();
            assertThat(node.ask("CLUSTER ADDSLOTS " + slots(0, SLOTS / 2))).isEqualTo("+OK");
            assertThat(node.ask("CLUSTER ADDSLOTS " + slots(SLOTS / 2, SLOTS))).isEqualTo("+OK");
            Awaitility.await().until(() -> node.ask("GET some").equals("$-1"));
            return node;
        }

        // A line may have 64 kB.
        private static String slots(int from, int to) {
            return IntStream.range(from, to).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        }
    }
}
