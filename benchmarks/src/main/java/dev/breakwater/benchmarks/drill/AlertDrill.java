/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Breaks what running examples stand on, and sees the shipped alerts fire and resolve in a real Prometheus. The status is 1
 * if one of them does not, or if another one fires. Run from the root of the repository, after
 * {@code mvn -q -DskipTests package}.
 */
public final class AlertDrill {
    private static final List<Path> RULES = List.of(
            Path.of("ops", "prometheus", "rules"), Path.of("examples", "deal-health", "deploy", "prometheus", "rules"));
    private static final Duration ROUND = Duration.ofSeconds(15);
    // A whole window of good traffic, and then a while in which nothing may fire.
    private static final Duration WARM_UP = Duration.ofMinutes(10);
    private static final Duration SLACK = Duration.ofSeconds(20);

    private final Options options;
    private final Report report = new Report(System.out);
    private final List<AutoCloseable> open = new ArrayList<>();

    private AlertDrill(Options options) {
        this.options = options;
    }

    /**
     * Runs the drill.
     *
     * @param args {@code --speed=N}, by which the durations of the rules are divided (1: the shipped files), {@code
     *     --only=NAME,NAME}, the faults to inject, and {@code --report=FILE}
     */
    public static void main(String... args) throws Exception {
        AlertDrill drill = new AlertDrill(Options.parse(args));
        Runtime.getRuntime().addShutdownHook(new Thread(drill::close));
        boolean good = false;
        try {
            good = drill.run();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
        }
        // The hook ends what was started.
        System.exit(good ? 0 : 1);
    }

    private boolean run() throws Exception {
        Path directory = Files.createTempDirectory("alert-drill");
        List<Service> services =
                List.of(opened(new DecisionApi(options.speed(), directory)), opened(new DealHealth(directory)));
        requireKnown(services);
        List<Service> drilled =
                services.stream().filter(service -> !asked(service).isEmpty()).toList();
        report.say("start", "examples and Prometheus; what they print is in " + directory);
        for (Service service : drilled) {
            service.start();
        }
        PrometheusProcess prometheus =
                opened(PrometheusProcess.start(configuration(drilled), rules(directory), options.speed(), directory));
        if (isWellAtFirst(prometheus, drilled)) {
            drill(prometheus, drilled);
        }
        return written();
    }

    private <T extends AutoCloseable> T opened(T started) {
        synchronized (open) {
            open.add(started);
        }
        return started;
    }

    private void requireKnown(List<Service> services) {
        List<String> known = services.stream()
                .flatMap(service -> service.faults().stream())
                .map(Fault::name)
                .toList();
        for (String name : options.only()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("--only=" + name + " (expected: some of " + known + ")");
            }
        }
    }

    private List<Fault> asked(Service service) {
        return service.faults().stream().filter(options::asksFor).toList();
    }

    private String configuration(List<Service> services) {
        String round = Speed.text(options.speed().of(ROUND));
        StringBuilder text = new StringBuilder("global: {scrape_interval: " + round + ", scrape_timeout: " + round
                + ", evaluation_interval: " + round + "}\nscrape_configs:\n");
        services.forEach(service -> text.append(service.scraped(options.speed())));
        return text.toString();
    }

    /** The shipped files or, unless the speed is theirs, faster ones in their place. */
    private List<Path> rules(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path rules : RULES) {
            try (Stream<Path> all = Files.list(rules)) {
                all.filter(file -> file.toString().endsWith(".yml")).sorted().forEach(files::add);
            }
        }
        if (options.speed().factor() == 1) {
            return files;
        }
        List<Path> faster = new ArrayList<>();
        for (Path file : files) {
            faster.add(Files.writeString(
                    directory.resolve("faster-" + file.getFileName()),
                    options.speed().of(Files.readString(file))));
        }
        return faster;
    }

    /** Whether everything is scraped, and no alert fires while nothing is broken. */
    private boolean isWellAtFirst(PrometheusProcess prometheus, List<Service> services)
            throws IOException, InterruptedException {
        report.say("start", "good traffic for " + Report.seconds(options.speed().of(WARM_UP)));
        Thread.sleep(options.speed().of(WARM_UP).toMillis());
        prometheus.faults().forEach(report::wrong);
        for (Service service : services) {
            Watch watch = new Watch(prometheus, service.job(), Set.of());
            if (!watch.isQuietWithin(options.speed().of(WARM_UP).plus(SLACK))) {
                report.wrong(service.job() + ": these fire while all is well: " + watch.unexpected());
            }
        }
        return report.isRight();
    }

    /** The services side by side: alerts are about one job each. */
    private void drill(PrometheusProcess prometheus, List<Service> services) throws Exception {
        List<Thread> lanes = new ArrayList<>();
        for (Service service : services) {
            Lane lane = new Lane(service, prometheus, options.speed(), report);
            Thread thread = new Thread(() -> lane.run(asked(service)), service.job());
            thread.setDaemon(true);
            thread.start();
            lanes.add(thread);
        }
        for (Thread lane : lanes) {
            lane.join();
        }
        prometheus.faults().forEach(report::wrong);
    }

    private boolean written() throws IOException {
        String text = report.markdown(options.speed());
        System.out.println();
        System.out.print(text);
        Files.writeString(options.report(), text);
        return report.isGood();
    }

    private void close() {
        List<AutoCloseable> started;
        synchronized (open) {
            started = new ArrayList<>(open);
        }
        for (AutoCloseable each : started) {
            try {
                each.close();
            } catch (Exception e) {
                System.err.println("not ended: " + e);
            }
        }
    }
}
