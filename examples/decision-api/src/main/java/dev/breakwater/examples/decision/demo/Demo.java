/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.examples.decision.Answer.Source;
import dev.breakwater.examples.decision.DecisionTally;
import dev.breakwater.examples.decision.GeminiStandIn;
import dev.breakwater.examples.decision.Money;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/** Plays the demo against the service that was started in this process, and says whether all went as it should. */
public final class Demo {
    private static final int USUAL_PORT = 8080;
    private static final String TIMEOUT = "breakwater.upstreams.gemini.timeout";
    private static final String BREAKER_WAIT = "breakwater.upstreams.gemini.breaker.wait";
    private static final long STEP_SECONDS = 40;
    private static final long ALL_SECONDS = 200;

    private final Path log;
    private final Path logs;
    private final Console console = Console.standard();
    private long deadline;

    private Demo(Path logs) {
        this.logs = logs;
        log = logs.resolve("requests.log");
    }

    /**
     * Sets the service up for being shown: on port 8080 or, if that is taken, on a free one, with its logs in files so
     * that the console stays readable. What the arguments say stands.
     */
    public static Demo prepare(SpringApplication application, String... args) {
        Path logs = newDirectory();
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("logging.threshold.console", "OFF");
        defaults.put("logging.file.path", logs.toString());
        application.setDefaultProperties(defaults);
        application.addInitializers(service -> set(service.getEnvironment()));
        return new Demo(logs);
    }

    /** Below arguments and system properties, above all others. */
    private static void set(ConfigurableEnvironment environment) {
        Map<String, Object> settings = new HashMap<>();
        if (!environment.containsProperty("API_PORT") && !isFree(USUAL_PORT)) {
            settings.put("server.port", 0);
        }
        // What the demo has others spend is nobody's, as are its own questions.
        if (!environment.containsProperty("USER_TOKENS_PER_HOUR")) {
            settings.put("USER_TOKENS_PER_HOUR", "1000000000");
        }
        // Nobody wants to watch a stand-in hang for ten seconds.
        if (environment.getProperty("GOOGLE_API_KEY", "").isBlank()) {
            settings.put(TIMEOUT, "2s");
            settings.put(BREAKER_WAIT, "2s");
        }
        environment
                .getPropertySources()
                .addBefore(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new MapPropertySource("demo", settings));
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("decision-api-");
        } catch (IOException noPlace) {
            throw new UncheckedIOException("no place for the logs", noPlace);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Plays every step and prints what happened; false if any did not do what it should. */
    public boolean run(ConfigurableApplicationContext service) {
        int port = service.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        DecisionTally tally = service.getBean(DecisionTally.class);
        Upstream gemini = service.getBean(BreakwaterRuntime.class).upstream("gemini");
        GeminiStandIn standIn = service.getBeanProvider(GeminiStandIn.class).getIfAvailable();
        Client client = new Client(port);
        LimitSteps limits = new LimitSteps();
        console.line("");
        console.line("Decision API on " + client.base() + ", protected by Breakwater; language model: "
                + (standIn == null ? "Gemini" : "a local stand-in for Gemini"));
        if (standIn != null) {
            console.line("So that you need not wait for a model that hangs, its deadline is "
                    + service.getEnvironment().getProperty(TIMEOUT)
                    + " here (10s in application.yaml), and the breaker's wait "
                    + service.getEnvironment().getProperty(BREAKER_WAIT) + " (15s).");
        }
        console.heading();
        deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ALL_SECONDS);
        List<Step> steps = new ArrayList<>(ServiceSteps.all());
        steps.addAll(model(service, tally, gemini, standIn));
        steps.addAll(EdgeSteps.all());
        play(client, steps);
        DecisionTally.Sums own = tally.sums();
        if (standIn != null && !gemini.isDisabled()) {
            console.line("");
            console.line("What if the day's budget ends? Something else in this process spends most of it.");
            play(client, new BudgetSteps(service.getBean(BreakwaterRuntime.class), standIn, new Events(log)).all());
            console.line("");
            console.line("Another instance, with API keys for two users and an audit file in " + logs + ".");
            try (UserSteps users = UserSteps.start(logs)) {
                play(users.client(), users.all());
            }
            console.line("");
        }
        play(client, limits.all());
        summary(own, gemini, limits.refused());
        addresses(client.base());
        return console.failures() == 0;
    }

    private List<Step> model(
            ConfigurableApplicationContext service,
            DecisionTally tally,
            Upstream gemini,
            @Nullable GeminiStandIn standIn) {
        Events events = new Events(log);
        List<Step> steps = new ArrayList<>();
        if (!gemini.isDisabled()) {
            steps.addAll(new CostSteps(tally, events).all());
        }
        if (standIn != null) {
            Duration deadline = service.getEnvironment().getRequiredProperty(TIMEOUT, Duration.class);
            ModelSteps model = new ModelSteps(tally, gemini, standIn, events, deadline);
            steps.addAll(gemini.isDisabled() ? model.disabled() : model.all());
        }
        steps.addAll(SummarySteps.all());
        steps.addAll(MetricsSteps.all());
        return steps;
    }

    private void play(Client client, List<Step> steps) {
        ExecutorService player = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "demo");
            thread.setDaemon(true);
            return thread;
        });
        for (Step step : steps) {
            play(player.submit(() -> step.body().run(client)), step);
        }
        player.shutdownNow();
    }

    private void play(Future<Finding> playing, Step step) {
        try {
            long left = TimeUnit.NANOSECONDS.toSeconds(deadline - System.nanoTime());
            console.step(step, playing.get(Math.max(1, Math.min(left, STEP_SECONDS)), TimeUnit.SECONDS));
        } catch (ExecutionException failed) {
            console.failed(step, failed.getCause() == null ? failed : failed.getCause());
        } catch (TimeoutException | InterruptedException hung) {
            playing.cancel(true);
            console.failed(step, hung);
        }
    }

    private void summary(DecisionTally.Sums sums, Upstream gemini, int refused) {
        console.line("");
        console.line(
                "Steps      " + (console.steps() - console.failures()) + " of " + console.steps() + " as expected");
        console.line("Decisions  " + sums.all() + ": " + sums.by(Source.RULES) + " by rules, " + sums.by(Source.LLM)
                + " by the model, " + sums.by(Source.CACHE) + " from its cache, " + sums.by(Source.FALLBACK)
                + " by the fallback");
        console.line("Model      " + sums.questions() + " questions, " + sums.calls() + " calls, "
                + Math.round(100 * gemini.cacheStats().hitRate()) + " % cache hits, " + sums.fallbackPercent()
                + " % fallback " + sums.failures());
        console.line("Refused    " + refused + " requests of one client's burst");
        console.line("Cost       " + cost(sums));
        console.line("Log        " + log);
    }

    private static String cost(DecisionTally.Sums sums) {
        if (sums.calls() == 0) {
            return "nothing; no decision needed the model";
        }
        return Money.usd(sums.nanoUsd()) + " USD in all; " + Money.usdFor(1, sums.nanoUsd(), sums.priced())
                + " USD a call; with the shares of rules and cache seen here "
                + Money.usdFor(1, sums.nanoUsd(), sums.all()) + " USD a decision, "
                + Money.usdFor(1000, sums.nanoUsd(), sums.all()) + " USD per 1000; " + sums.unpriced()
                + " more calls were not answered in full: what they cost nobody knows";
    }

    private void addresses(String base) {
        console.line("");
        console.line("Try it:");
        console.line("  curl -i " + base + "/api/v1/ping");
        console.line("  curl -i " + base + "/api/v1/decide -H 'Content-Type: application/json' "
                + "-d '{\"message\":\"Our whole site is down\",\"plan\":\"enterprise\"}'");
        console.line("  curl -s " + base + "/api/v1/summary");
        console.line("  curl -s " + base + "/metrics/summary");
        console.line("  curl -s '" + base + "/breakwater/costs?by=budget&format=text'");
        console.line("  curl -s " + base + "/metrics/prometheus");
        console.line("  curl -i " + base + "/health");
        console.line("  curl -i -X OPTIONS " + base + "/api/v1/decide -H 'Origin: " + EdgeSteps.KNOWN
                + "' -H 'Access-Control-Request-Method: POST'");
        console.line("  for i in $(seq 70); do curl -s -o /dev/null -w '%{http_code} ' " + base
                + "/api/v1/ping; done; echo");
        console.line("");
    }
}
