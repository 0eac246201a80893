/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Admission;
import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthPolicy;
import dev.breakwater.health.HealthResult;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Upstreams as a runtime has them. */
class UpstreamsTest {
    private static final String CACHED = "upstreams.gemini.cache.ttl";

    private final List<Decision> heard = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers(Map.of(CACHED, "1h")))
            .observers(List.of((decision, exchange) -> heard.add(decision)))
            .eventSink((level, line) -> lines.add(line))
            .start();

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void thereIsOneOfEachName() {
        assertThat(runtime.upstream("gemini")).isSameAs(runtime.upstream("gemini"));
        assertThat(runtime.upstream("other")).isNotSameAs(runtime.upstream("gemini"));
    }

    @Test
    @Tag("heavy") // The settings are read once for each name.
    void thereAreNoMoreThanAThousand() {
        for (int i = 0; i < 1_000; i++) {
            runtime.upstream("name-" + i);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> runtime.upstream("one-more"))
                .withMessageContaining("one-more")
                .withMessageContaining("1000");
        assertThat(runtime.upstream("name-999")).isSameAs(runtime.upstream("name-999"));
    }

    @Test
    void namesThatDifferOnlyInCaseAreRefused() {
        runtime.upstream("gemini");
        assertThatIllegalStateException()
                .isThrownBy(() -> runtime.upstream("Gemini"))
                .withMessageContaining("upstream Gemini: there is gemini already");
    }

    @Test
    void whatComesInBetweenHearsOfEachUpstreamOnce() {
        Upstreams upstreams = upstreams(Map.of(), (decision, exchange) -> {});
        List<String> told = new CopyOnWriteArrayList<>();
        Logger logger = (Logger) LoggerFactory.getLogger(HealthAggregator.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        ManualScheduler timer = new ManualScheduler(new ManualTime());
        try (HealthAggregator health =
                HealthAggregator.start(HealthPolicy.defaults(), List.of(), List.of(), TimeSource.system(), timer)) {
            upstreams.onMade(first -> {
                upstreams.tellHealthTo(health);
                upstreams.onMade(again -> told.add(again.name()));
            });
            upstreams.named("gemini");
            assertThat(health.snapshot().components()).hasSize(1);
        } finally {
            logger.detachAppender(said);
        }
        assertThat(told).containsExactly("gemini");
        assertThat(said.list).as("as registered twice").isEmpty();
        upstreams.close();
    }

    @Test
    void oneThatTakesLongToMakeHoldsUpNoOther(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("off"));
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        Upstreams upstreams =
                upstreams(Map.of("upstreams.slow.disabled-file", file.toString()), (decision, exchange) -> {
                    making.countDown();
                    try {
                        released.await();
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
        Upstream quick = upstreams.named("quick");
        CompletableFuture<Upstream> slow = CompletableFuture.supplyAsync(() -> upstreams.named("slow"));
        making.await();
        assertThat(CompletableFuture.supplyAsync(() -> upstreams.named("quick")))
                .succeedsWithin(Duration.ofSeconds(5))
                .isSameAs(quick);
        assertThat(slow).isNotDone();
        released.countDown();
        assertThat(slow).succeedsWithin(Duration.ofSeconds(5));
        upstreams.close();
    }

    private static Upstreams upstreams(Map<String, String> values, Observer observer) {
        UpstreamSettings settings = BreakwaterSettings.read(layers(values)).upstreams();
        return new Upstreams(settings, observer, TimeSource.system(), null);
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatExceptionOfType(InvalidPolicyException.class).isThrownBy(() -> runtime.upstream("no name"));
    }

    @Test
    void settingsReplaceThePolicyAndKeepWhatIsKnown() {
        Upstream gemini = runtime.upstream("gemini");
        assertThat(gemini.call(() -> "first").cachedBy("key").get()).isEqualTo("first");
        runtime.replace(BreakwaterSettings.read(layers(Map.of(CACHED, "1h", "upstreams.gemini.timeout", "7s"))));
        assertThat(gemini.toString()).contains("7S");
        assertThat(gemini.call(() -> "second").cachedBy("key").get()).isEqualTo("first");
    }

    @Test
    void settingsThrowTheKillSwitch() {
        Upstream gemini = runtime.upstream("gemini");
        runtime.replace(BreakwaterSettings.read(layers(Map.of("upstreams.gemini.disabled", "true"))));
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> gemini.call(() -> "never").get())
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(UpstreamException.Reason.DISABLED));
    }

    @Test
    void observersHearHowCallsEnd() {
        runtime.upstream("gemini").call(() -> "answer").get();
        assertThat(heard)
                .filteredOn(UpstreamResult.class::isInstance)
                .singleElement()
                .isInstanceOfSatisfying(
                        UpstreamResult.class,
                        result -> assertThat(result.isAnswered()).isTrue());
    }

    @Test
    void theEventOfARequestSaysWhyTheFallbackAnswered() {
        Upstream gemini = runtime.upstream("gemini");
        Exchange exchange = TestExchange.get("/api");
        Admission admission = runtime.chain().admit(exchange).await();
        Exchange previous = CurrentExchange.open(exchange);
        try {
            assertThat(gemini.call(() -> "fine").get()).isEqualTo("fine");
            assertThat(gemini.<String>call(() -> {
                                throw new IOException("reset by peer, key=AIzaSecret");
                            })
                            .fallback(failure -> "by rules")
                            .get())
                    .isEqualTo("by rules");
        } finally {
            CurrentExchange.close(previous);
        }
        admission.complete(new Outcome(200, Outcome.Kind.OK, 1, null, null));
        assertThat(lines)
                .singleElement()
                .asString()
                .contains(
                        "\"breakwater.upstream.gemini.calls\":2",
                        "\"breakwater.upstream.gemini.attempts\":2",
                        "\"breakwater.upstream.gemini.source\":\"fallback\"",
                        "\"breakwater.upstream.gemini.failure\":\"failed\"",
                        "\"breakwater.upstream.gemini.cause\":\"IOException\"")
                .doesNotContain("AIza", "reset by peer");
    }

    @Test
    void theGuidesVariablesThatCountForAnUpstreamAreSaidWhenCodeAsksForIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(BreakwaterRuntime.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        Layers layers = Layers.of(Layers.guideVariables(Map.of("DISABLE_GEMINI", "true")));
        try (BreakwaterRuntime guided = BreakwaterRuntime.builder(layers).start()) {
            said.start();
            logger.addAppender(said);
            logger.setLevel(Level.INFO);
            guided.upstream("gemini");
            guided.upstream("gemini");
        } finally {
            logger.detachAppender(said);
            logger.setLevel(null);
        }
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .startsWith(
                        "Breakwater: breakwater.upstreams.gemini.disabled is set by environment variable"
                                + " DISABLE_GEMINI. breakwater.guide-variables=false turns this off.",
                        "Breakwater: upstream gemini is disabled by its kill switch")
                .doesNotHaveDuplicates();
    }

    @Test
    void aBreakerThatOpensIsSaid() {
        Logger logger = (Logger) LoggerFactory.getLogger(BreakwaterRuntime.class);
        ListAppender<ILoggingEvent> said = new ListAppender<>();
        said.start();
        logger.addAppender(said);
        try {
            for (int i = 0; i < 10; i++) {
                runtime.upstream("failing")
                        .<String>call(() -> {
                            throw new IOException("key=AIzaSecret");
                        })
                        .fallback(failure -> "by rules")
                        .get();
            }
        } finally {
            logger.detachAppender(said);
        }
        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("Breakwater: too many calls to upstream failing fail, nothing is sent for now");
    }

    @Test
    void whenTheRuntimeIsClosedNothingIsCalledAnyMore() {
        Upstream gemini = runtime.upstream("gemini");
        runtime.close();
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> gemini.call(() -> "never").get());
        assertThatIllegalStateException().isThrownBy(() -> runtime.upstream("another"));
    }

    private static Layers layers(Map<String, String> values) {
        return Layers.of(Layer.of("test", values));
    }

    @Test
    void keepsTheChecksThatCameAndWentWhileHealthIsOff() {
        runtime.upstream("gemini");
        runtime.health().orElseThrow().register(HealthCheck.local("late", HealthResult::up));
        runtime.health().orElseThrow().unregister("memory");
        runtime.replace(BreakwaterSettings.read(layers(Map.of("health.enabled", "false"))));
        runtime.replace(BreakwaterSettings.read(layers(Map.of())));

        assertThat(runtime.health().orElseThrow().checks())
                .extracting(HealthCheck::name)
                .containsExactly("disk-space", "deadlock", "upstream-gemini", "late");
    }
}
