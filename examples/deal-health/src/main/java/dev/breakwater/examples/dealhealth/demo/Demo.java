/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.examples.dealhealth.Tokens;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts Redis and two instances, and plays every step against them. */
public final class Demo {
    private final PrintStream out = System.out;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Tokens tokens = new Tokens(Fleet.SECRET, new ObjectMapper(), Clock.systemUTC());
    private int played;
    private int failed;

    private Demo() {}

    /**
     * Plays the demo.
     *
     * @param stay whether the instances go on until the process ends
     * @return whether every step did what it should
     */
    public static boolean run(boolean stay) throws Exception {
        Path directory = Files.createTempDirectory("deal-health");
        Fleet fleet = Fleet.started(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(fleet::close));
        Demo demo = new Demo();
        demo.introduce(fleet, directory);
        boolean asExpected = demo.play(steps(fleet));
        if (stay) {
            demo.invite(fleet);
            Thread.currentThread().join();
        }
        return asExpected;
    }

    private static List<Step> steps(Fleet fleet) {
        List<Step> steps = new ArrayList<>(new DealSteps(fleet).all());
        steps.addAll(new LimitSteps(fleet).all());
        steps.addAll(new OperatorSteps(fleet).all());
        steps.addAll(new OutageSteps(fleet).all());
        return steps;
    }

    private void introduce(Fleet fleet, Path directory) {
        out.println();
        out.println("Deal Health, protected by Breakwater: two instances on ports " + fleet.first.port() + " and "
                + fleet.second.port());
        out.println("(operators on " + fleet.first.opsPort() + " and " + fleet.second.opsPort() + "), Redis at "
                + fleet.redis.url() + ", logs in " + directory);
        out.println("Each step is a user with a token of its own, so each has 100 requests per minute, 20 at once.");
    }

    private boolean play(List<Step> steps) {
        long started = System.nanoTime();
        steps.forEach(this::play);
        out.println();
        out.println((played - failed) + " of " + played + " steps as expected, in "
                + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started) + " s");
        return failed == 0;
    }

    private void play(Step step) {
        played++;
        out.println();
        out.println(played + ". " + step.protection() + ": " + step.act());
        Transcript transcript = new Transcript(http, out, tokens.mint("demo-user-" + played, Duration.ofHours(1)));
        try {
            step.scene().play(transcript);
        } catch (Exception fault) {
            transcript.expect(false, "no " + fault);
        }
        if (transcript.faults().isEmpty()) {
            out.println("     OK");
        } else {
            failed++;
            out.println("     FAILED, expected: " + String.join("; ", transcript.faults()));
        }
    }

    private void invite(Fleet fleet) {
        String base = "http://127.0.0.1:" + fleet.first.port();
        out.println();
        out.println("Try it, and end it with Ctrl-C:");
        out.println("  curl -i " + base + "/api/v1/events -H 'Content-Type: application/json' -d '"
                + DealSteps.observed("my-deal", "automated_test", "works") + "'");
        out.println("  curl -s " + base + "/api/v1/deals/my-deal/health");
        out.println("  curl -s '" + base + "/api/v1/deals?sort=score'");
        out.println("  curl -s http://127.0.0.1:" + fleet.first.opsPort() + "/metrics");
        out.println("  TOKEN=" + tokens.mint("you", Duration.ofHours(1)));
        out.println(
                "  for i in $(seq 30); do curl -s -o /dev/null -w '%{http_code} ' -H \"Authorization: Bearer $TOKEN\" "
                        + "'" + base + "/api/v1/deals'; done; echo");
    }
}
