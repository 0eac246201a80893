/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import dev.breakwater.examples.bouvet.BouvetRadar;
import dev.breakwater.examples.bouvet.FrontEnd;
import dev.breakwater.examples.bouvet.Options;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Starts the service and its front end as in fresh containers, with the stand-ins, and plays every step against them. */
public final class Demo {
    private static final int USUAL_PORT = 8080;
    private static final String POLICY = "--breakwater.cors.policies[0].";

    private final PrintStream out = System.out;
    private final Client client;
    private int played;
    private int failed;

    private Demo(Client client) {
        this.client = client;
    }

    /**
     * Plays the demo; service and front end run on afterwards, until the process ends.
     *
     * @param arguments settings beside those of the demo
     * @return whether every step did what it should
     */
    public static boolean run(List<String> arguments) throws Exception {
        Events events = new Events();
        int apiPort = free(USUAL_PORT);
        int pagePort = free(USUAL_PORT + 1);
        String page = "http://localhost:" + pagePort;
        String api = "http://localhost:" + apiPort;
        BouvetRadar service = BouvetRadar.start(options(apiPort, settings(page, arguments), events, Map.of()));
        FrontEnd.start(options(pagePort, arguments, events, Map.of("API_URL", api)));
        Demo demo = new Demo(new Client(apiPort));
        demo.introduce(page);
        boolean asExpected = demo.play(steps(service, events, page, new PageSteps(new Client(pagePort), api)));
        demo.invite(page);
        return asExpected;
    }

    private static Options options(int port, List<String> arguments, Events events, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("PORT", Integer.toString(port));
        return new Options(environment, arguments, TimeSource.system(), events);
    }

    // The file's policy, and the page on this machine beside it; of a list, the highest source that names it counts.
    private static List<String> settings(String page, List<String> arguments) {
        List<String> settings = new ArrayList<>(List.of(
                "--breakwater.upstreams.doffin.breaker.wait=2s",
                POLICY + "paths=/api/**",
                POLICY + "allowed-origins=https://radar.example.org, https://*.preview.radar.example.org, " + page,
                POLICY + "allowed-methods=GET",
                POLICY + "allowed-headers=If-None-Match",
                POLICY + "exposed-headers=ETag",
                POLICY + "max-age=2h",
                POLICY + "on-disallowed=reject"));
        settings.addAll(arguments);
        return settings;
    }

    private static int free(int usual) throws IOException {
        try (ServerSocket socket = new ServerSocket(usual)) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            try (ServerSocket another = new ServerSocket(0)) {
                return another.getLocalPort();
            }
        }
    }

    private static List<Step> steps(BouvetRadar service, Events events, String page, PageSteps pages) {
        var doffin = Objects.requireNonNull(service.doffin(), "no key, so a stand-in");
        var klass = Objects.requireNonNull(service.klass(), "no key, so a stand-in");
        List<Step> steps = new ArrayList<>(ApiSteps.all());
        steps.addAll(new CorsSteps(page).all());
        steps.addAll(new CacheSteps(doffin, klass).all());
        steps.addAll(new LimitSteps(page).all());
        steps.addAll(new UpstreamSteps(doffin, service.runtime().upstream("doffin")).all());
        steps.addAll(pages.all());
        steps.addAll(new OperatorSteps(events).all());
        return steps;
    }

    private void introduce(String page) {
        out.println();
        out.println("BouvetRadar on " + client.base() + ", its page on " + page + ", both protected by Breakwater");
        out.println("Doffin and Statistics Norway are local stand-ins. So that you need not wait, a breaker that has");
        out.println(
                "opened waits 2 s (30 s by default). Each step is a client with an address of its own, for which the");
        out.println("proxy speaks.");
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

    private void invite(String page) {
        out.println();
        out.println("Try it: open " + page + "/ in a browser, or");
        out.println("  curl -i " + client.base() + "/api/health");
        out.println("  curl -i '" + client.base() + ApiSteps.NOTICES + "?q=arkiv&status=ACTIVE'");
        out.println("  curl -i " + client.base() + ApiSteps.CPV);
        out.println("  curl -s " + client.base() + "/metrics/summary");
        out.println("  curl -s " + client.base() + "/metrics/prometheus");
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
