/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.breakwater.examples.carbon.CarbonOptimizer;
import dev.breakwater.examples.carbon.ElectricityMapsStandIn;
import dev.breakwater.examples.carbon.Options;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Starts the service as in a fresh container, with the stand-in, and plays every step against it. */
public final class Demo {
    private static final int USUAL_PORT = 5000;
    private static final String BREAKER_WAIT = "--breakwater.upstreams.electricity-maps.breaker.wait=2s";

    private final PrintStream out;
    private final Client client;
    private int played;
    private int failed;

    private Demo(PrintStream out, Client client) {
        this.out = out;
        this.client = client;
    }

    /**
     * Plays the demo; the service runs on afterwards, until the process ends.
     *
     * @param arguments settings beside those of the demo
     * @return whether every step did what it should
     */
    public static boolean run(List<String> arguments) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        PrintStream out = System.out;
        boolean free = isFree(USUAL_PORT);
        List<String> settings = new ArrayList<>(List.of(BREAKER_WAIT));
        settings.addAll(arguments);
        Events events = new Events();
        CarbonOptimizer service = CarbonOptimizer.start(new Options(
                Map.of("PORT", Integer.toString(free ? USUAL_PORT : 0)), settings, TimeSource.system(), events));
        Demo demo = new Demo(out, new Client(service.port()));
        demo.introduce(free);
        return demo.play(steps(service, events));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static List<Step> steps(CarbonOptimizer service, Events events) {
        ElectricityMapsStandIn maps = Objects.requireNonNull(service.standIn(), "no key, so a stand-in");
        List<Step> steps = new ArrayList<>(ApiSteps.all());
        steps.addAll(LimitSteps.all());
        steps.addAll(new UpstreamSteps(maps, service.runtime().upstream("electricity-maps")).all());
        steps.addAll(new LoadSteps(maps).all());
        steps.addAll(new OperatorSteps(events).all());
        return steps;
    }

    private void introduce(boolean onUsualPort) {
        out.println();
        out.println("Carbon Optimizer on " + client.base() + ", protected by Breakwater");
        if (!onUsualPort) {
            out.println("Port " + USUAL_PORT + " is taken, so this is a free one.");
        }
        out.println("Electricity Maps is a local stand-in. So that you need not wait, an open breaker waits 2 s here");
        out.println("(30 s by default).");
        out.println("Each step is a client with an address of its own, for which the proxy speaks.");
    }

    private boolean play(List<Step> steps) {
        long started = System.nanoTime();
        for (Step step : steps) {
            play(step);
        }
        out.println();
        out.println((played - failed) + " of " + played + " steps as expected, in "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) + " s");
        out.println();
        out.println("Try it:");
        out.println("  curl -i " + client.base() + "/health");
        out.println("  curl -i '" + client.base() + ApiSteps.INTENSITY + "DE'");
        out.println("  curl -i " + client.base() + ApiSteps.OPTIMIZE + " -H 'Content-Type: application/json' -d '"
                + ApiSteps.WORK + "'");
        out.println("  curl -s " + client.base() + "/metrics/summary");
        out.println("  curl -s " + client.base() + "/metrics/prometheus");
        return failed == 0;
    }

    private void play(Step step) {
        played++;
        out.println();
        out.println(played + ". " + step.protection() + ": " + step.act());
        Transcript transcript = new Transcript(client, out, "203.0.113." + played);
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
