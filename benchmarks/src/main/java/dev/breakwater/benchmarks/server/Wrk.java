/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.server;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator wrk, with one thread; as a browser on a page of another origin would ask. */
record Wrk(long requests, double perSecond, double p50Micros, double p99Micros, long failed) {
    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern NOT_2XX = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Pattern SOCKETS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    static Wrk run(URI target, int connections, int seconds) throws IOException, InterruptedException {
        String output = output(List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + seconds + "s",
                "--timeout=10s",
                "--latency",
                "--header=Origin: " + RunningServer.ORIGIN,
                "--header=User-Agent: " + RunningServer.BROWSER,
                "--header=Accept: application/json",
                "--header=Accept-Encoding: gzip, deflate, br",
                "--header=Accept-Language: en-GB,en;q=0.9",
                target.toString()));
        return parse(output);
    }

    /** Its version, as it says itself. */
    static String version() throws IOException, InterruptedException {
        return output(List.of("wrk", "--version"))
                .lines()
                .findFirst()
                .orElse("wrk ?")
                .replaceAll(" Copyright.*", "");
    }

    private static String output(List<String> command) throws IOException, InterruptedException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            throw new IOException("wrk is not there. On Debian: apt-get install wrk", missing);
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    static Wrk parse(String output) throws IOException {
        Matcher sockets = SOCKETS.matcher(output);
        long broken = 0;
        if (sockets.find()) {
            for (int i = 1; i <= sockets.groupCount(); i++) {
                broken += Long.parseLong(sockets.group(i));
            }
        }
        Matcher refused = NOT_2XX.matcher(output);
        return new Wrk(
                Long.parseLong(first(TOTAL, output)),
                Double.parseDouble(first(RATE, output)),
                micros(first(quantile(50), output)),
                micros(first(quantile(99), output)),
                broken + (refused.find() ? Long.parseLong(refused.group(1)) : 0));
    }

    private static Pattern quantile(int percent) {
        return Pattern.compile("\\s" + percent + "(?:\\.\\d+)?%\\s+([\\d.]+[a-z]+)");
    }

    private static String first(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk said nothing that fits " + pattern + ":\n" + output);
        }
        return matcher.group(1);
    }

    private static double micros(String text) {
        int unit = 0;
        while (unit < text.length() && !Character.isLetter(text.charAt(unit))) {
            unit++;
        }
        double value = Double.parseDouble(text.substring(0, unit));
        return switch (text.substring(unit)) {
            case "us" -> value;
            case "ms" -> value * 1e3;
            case "s" -> value * 1e6;
            default -> throw new IllegalArgumentException(text + " (expected: a duration in us, ms or s)");
        };
    }
}
