/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import dev.breakwater.examples.decision.DecisionTally;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Plays the demo against the service that was started in this process, and says whether all went as it should. */
public final class Demo {
    private static final int USUAL_PORT = 8080;
    private static final long STEP_SECONDS = 40;
    private static final long ALL_SECONDS = 200;

    private final Path log;
    private final Console console = Console.standard();
    private long deadline;

    private Demo(Path log) {
        this.log = log;
    }

    /**
     * Sets the service up for being shown: on port 8080 or, if that is taken, on a free one, with its log in a file so
     * that the console stays readable. What the arguments say stands.
     */
    public static Demo prepare(SpringApplication application, String... args) {
        Path log = newLog();
        Map<String, Object> defaults = new HashMap<>();
        defaults.put("server.port", isFree(USUAL_PORT) ? USUAL_PORT : 0);
        defaults.put("spring.main.banner-mode", "off");
        defaults.put("logging.threshold.console", "ERROR");
        defaults.put("logging.file.name", log.toString());
        application.setDefaultProperties(defaults);
        return new Demo(log);
    }

    private static Path newLog() {
        try {
            return Files.createTempDirectory("decision-api-").resolve("service.log");
        } catch (IOException noPlace) {
            throw new UncheckedIOException("no place for the log", noPlace);
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
        boolean standIn = service.containsBean("geminiStandIn");
        DecisionTally tally = service.getBean(DecisionTally.class);
        Client client = new Client(port);
        LimitSteps limits = new LimitSteps();
        console.line("");
        console.line("Decision API on " + client.base() + ", protected by Breakwater; language model: "
                + (standIn ? "a local stand-in for Gemini" : "Gemini"));
        console.heading();
        play(client, steps(standIn, tally, limits));
        summary(tally.sums(), limits.refused());
        addresses(client.base());
        return console.failures() == 0;
    }

    private List<Step> steps(boolean standIn, DecisionTally tally, LimitSteps limits) {
        List<Step> steps = new ArrayList<>(ServiceSteps.all(standIn));
        steps.addAll(new CostSteps(tally, log).all());
        steps.addAll(EdgeSteps.all());
        steps.addAll(limits.all());
        return steps;
    }

    private void play(Client client, List<Step> steps) {
        ExecutorService player = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "demo");
            thread.setDaemon(true);
            return thread;
        });
        deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(ALL_SECONDS);
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

    private void summary(DecisionTally.Sums sums, int refused) {
        console.line("");
        console.line(
                "Steps      " + (console.steps() - console.failures()) + " of " + console.steps() + " as expected");
        console.line("Decisions  " + sums.decisions() + ": " + sums.rules() + " by rules, " + sums.llm()
                + " by the model, " + sums.fallback() + " by the fallback");
        console.line("Refused    " + refused + " requests of one client's burst");
        console.line("Cost       " + cost(sums));
        console.line("Log        " + log);
    }

    private static String cost(DecisionTally.Sums sums) {
        if (sums.unpriced() > 0) {
            return sums.unpriced() + " of " + sums.calls() + " model calls have no price in the price file";
        }
        if (sums.calls() == 0) {
            return "nothing; no decision needed the model";
        }
        long each = sums.nanoUsd() / sums.calls();
        return Money.usd(sums.nanoUsd()) + " in all; by the model " + Money.usd(each) + " each and "
                + Money.usd(each * 1000) + " per 1000; with the share of rules seen here "
                + Money.usd(sums.nanoUsd() * 1000 / sums.decisions()) + " per 1000 decisions";
    }

    private void addresses(String base) {
        console.line("");
        console.line("Try it:");
        console.line("  curl -i " + base + "/api/v1/ping");
        console.line("  curl -i " + base + "/api/v1/decide -H 'Content-Type: application/json' "
                + "-d '{\"message\":\"Our whole site is down\",\"plan\":\"enterprise\"}'");
        console.line("  curl -i " + base + "/health");
        console.line("  curl -i -X OPTIONS " + base + "/api/v1/decide -H 'Origin: " + EdgeSteps.KNOWN
                + "' -H 'Access-Control-Request-Method: POST'");
        console.line("  for i in $(seq 70); do curl -s -o /dev/null -w '%{http_code} ' " + base
                + "/api/v1/ping; done; echo");
        console.line("");
    }
}
