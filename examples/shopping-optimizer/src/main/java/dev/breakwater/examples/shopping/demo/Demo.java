/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.breakwater.examples.shopping.Options;
import dev.breakwater.examples.shopping.ShoppingOptimizer;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Starts the service as in a fresh container, with the stand-ins, and plays every step against it. */
public final class Demo {
    private static final int USUAL_PORT = 3000;

    private final PrintStream out = System.out;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port;
    private int played;
    private int failed;

    private Demo(int port) {
        this.port = port;
    }

    /**
     * Plays the demo; the service runs on afterwards, until the process ends.
     *
     * @param arguments settings beside those of the demo
     * @return whether every step did what it should
     */
    public static boolean run(List<String> arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        Path killFile = Files.createTempDirectory("shopping-optimizer").resolve("gemini-off");
        Options options = options(settings(killFile, arguments), free(USUAL_PORT));
        ShoppingOptimizer service = ShoppingOptimizer.start(options);
        Demo demo = new Demo(service.port());
        demo.introduce();
        boolean asExpected = demo.play(steps(service, killFile, options));
        demo.invite();
        return asExpected;
    }

    private static List<String> settings(Path killFile, List<String> arguments) {
        List<String> settings = new ArrayList<>(List.of(
                "--breakwater.health.interval=1s",
                "--breakwater.health.drain-delay=1s",
                "--breakwater.upstreams.salling.max-concurrent=250",
                "--breakwater.upstreams.salling.cache.ttl=1s",
                "--breakwater.upstreams.salling.cache.stale-while-revalidate=0s",
                "--breakwater.upstreams.salling.breaker.window=20 calls",
                "--breakwater.upstreams.gemini.timeout=2s",
                "--breakwater.upstreams.gemini.breaker.wait=500ms",
                "--breakwater.upstreams.gemini.cache.ttl=off",
                "--breakwater.upstreams.gemini.disabled-file=" + killFile));
        settings.addAll(arguments);
        return settings;
    }

    private static Options options(List<String> settings, int port) {
        Map<String, String> environment = Map.of("PORT", Integer.toString(port));
        return new Options(environment, settings, TimeSource.system(), (level, line) -> {});
    }

    private static int free(int usual) {
        try (ServerSocket socket = new ServerSocket(usual)) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return 0;
        }
    }

    private static List<Step> steps(ShoppingOptimizer service, Path killFile, Options options) {
        List<Step> steps = new ArrayList<>(
                new ServiceSteps(Objects.requireNonNull(service.salling(), "no key, so a stand-in")).all());
        steps.addAll(new UpstreamSteps(service, killFile).all());
        steps.add(new Step(
                "drain", "a second instance stops while requests run", new DrainStep(options(options.arguments(), 0))));
        return steps;
    }

    private void introduce() {
        out.println();
        out.println("Shopping Optimizer on http://127.0.0.1:" + port + ", protected by Breakwater");
        if (port != USUAL_PORT) {
            out.println("Port " + USUAL_PORT + " is taken, so this is a free one.");
        }
        out.println(
                "The Salling Group and Gemini are local stand-ins. So that you need not wait, offers are kept for a");
        out.println(
                "second (an hour by default), the model has 2 s (30 s), and a stopping instance goes on for a second");
        out.println("(5 s). Each step is a client with an address of its own, for which nginx speaks.");
    }

    private boolean play(List<Step> steps) {
        long started = System.nanoTime();
        for (Step step : steps) {
            play(step);
        }
        out.println();
        out.println((played - failed) + " of " + played + " steps as expected, in "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) + " s");
        return failed == 0;
    }

    private void invite() {
        String base = "http://127.0.0.1:" + port;
        out.println();
        out.println("Try it:");
        out.println("  curl -i " + base + "/health");
        out.println("  curl -i '" + base + ServiceSteps.OFFERS + "8000'");
        out.println("  curl -i " + base + ServiceSteps.OPTIMIZE + " -H 'Content-Type: application/json' -d '"
                + ServiceSteps.LIST + "'");
        out.println("  curl -s " + base + "/metrics/summary");
    }

    private void play(Step step) {
        played++;
        out.println();
        out.println(played + ". " + step.protection() + ": " + step.act());
        Transcript transcript = new Transcript(http, out, port, "203.0.113." + played);
        try {
            step.scene().play(transcript);
        } catch (Exception fault) {
            transcript.expect(false, "no " + fault);
        }
        if (transcript.faults().isEmpty()) {
            out.println("     ok");
        } else {
            failed++;
            out.println("     FAILED, expected: " + String.join("; ", transcript.faults()));
        }
    }
}
