/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Loads the examples, as processes of their own and over HTTP: {@code java -cp benchmarks/target/benchmarks.jar
 * dev.breakwater.benchmarks.load.LoadBenchmark all}, or the name of one scenario, from the repository's root after
 * {@code mvn -q -DskipTests package}. {@code --quick} takes a fifth of the time, to see that it works. Ends with status 0
 * only if every objective was met.
 */
public final class LoadBenchmark {
    private static final Path RESULTS = Path.of("benchmarks", "target", "loads");

    private static final Map<String, Scenario> SCENARIOS = new LinkedHashMap<>();

    static {
        SCENARIOS.put("decision-api", new DecisionApiLoad());
        SCENARIOS.put("deal-health", new DealHealthSpike(1));
        SCENARIOS.put("deal-health-shared", new DealHealthSpike(2));
        SCENARIOS.put("deal-health-redis", new DealHealthOutage());
        SCENARIOS.put("shopping-optimizer", new ShoppingOptimizerLoad());
        SCENARIOS.put("rolling-restart", new RollingRestart());
    }

    private LoadBenchmark() {}

    /** Runs the scenarios that are named. */
    public static void main(String[] arguments) throws Exception {
        List<String> given = new ArrayList<>(Arrays.asList(arguments));
        boolean quick = given.remove("--quick");
        List<String> names = given.equals(List.of("all")) ? List.copyOf(SCENARIOS.keySet()) : given;
        if (names.isEmpty() || !SCENARIOS.keySet().containsAll(names)) {
            System.err.println("usage: LoadBenchmark all|" + String.join("|", SCENARIOS.keySet()) + " [--quick]");
            System.exit(2);
        }
        // The stand-ins for language models and shops are the JDK's server: it would drop connections that users need.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "5000");
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Less than any of the examples keeps a connection that nobody uses, as a proxy is to be set up.
        System.setProperty("jdk.httpclient.keepalive.timeout", "2");
        boolean met = true;
        for (String name : names) {
            met &= run(name, quick);
        }
        System.exit(met ? 0 : 1);
    }

    private static boolean run(String name, boolean quick) throws IOException {
        Files.createDirectories(RESULTS);
        Report report = new Report(name, System.out);
        System.out.println("== " + name + ", on " + Machine.description());
        try (Client client = new Client()) {
            Objects.requireNonNull(SCENARIOS.get(name)).run(new Stage(name, quick, RESULTS, client, report));
        } catch (Exception fault) {
            fault.printStackTrace(System.out);
            report.require("runs to its end", "yes", fault.toString(), false);
        }
        report.print();
        Files.writeString(RESULTS.resolve(name + ".md"), report.markdown());
        return report.isMet();
    }
}
