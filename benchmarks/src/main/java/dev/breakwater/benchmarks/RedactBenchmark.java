/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.redact.RedactedBody;
import dev.breakwater.redact.Redactor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What redaction costs: a body of 1 KB with and without a secret, a usual query, a sentence. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class RedactBenchmark {
    private static final int CAP = 8192;

    private final Redactor redactor = Redactor.standard();
    private final byte[] clean = body("note");
    private final byte[] secret = body("password");
    private final String query = "page=2&sort=name&status=open&token=abcdef";
    private final String sentence = "connection to db.example.org:5432 was refused after 3 attempts in 1200 ms";

    private static byte[] body(String name) {
        StringBuilder json = new StringBuilder("{\"").append(name).append("\":\"hunter2\",\"items\":[");
        for (int i = 0; json.length() < 960; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("{\"sku\":\"A-")
                    .append(i)
                    .append("\",\"count\":")
                    .append(i);
            json.append(",\"title\":\"A plain wooden chair\",\"inStock\":true}");
        }
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    /** JSON without a secret. */
    @Benchmark
    public RedactedBody cleanJson() {
        return redactor.json(clean, clean.length, false, CAP);
    }

    /** JSON with one. */
    @Benchmark
    public RedactedBody secretJson() {
        return redactor.json(secret, secret.length, false, CAP);
    }

    /** A query with a secret. */
    @Benchmark
    public String query() {
        return redactor.query(query, CAP);
    }

    /** A text without one. */
    @Benchmark
    public String text() {
        return redactor.text(sentence, CAP);
    }
}
