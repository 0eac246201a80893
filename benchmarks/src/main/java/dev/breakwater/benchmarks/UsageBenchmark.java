/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.UsageReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What it costs to find the usage at the end of an answer, beside parsing the whole answer into Jackson's tree. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class UsageBenchmark {
    private final ObjectMapper mapper = new ObjectMapper();
    private byte[] answer = {};

    /** The answer's length in bytes, about. */
    @Param({"1024", "10485760"})
    private int length;

    /** One answer of a chat. */
    @Setup
    public void answer() {
        String text = "A sentence of an answer, \\\"with quotes\\\" and a line end.\\n";
        String json =
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"model\":\"gpt-6-sol\",\"choices\":[{\"index\":0,"
                        + "\"message\":{\"role\":\"assistant\",\"content\":\""
                        + text.repeat(Math.max(1, (length - 400) / text.length()))
                        + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":2006,\"completion_tokens\":300,"
                        + "\"total_tokens\":2306,\"prompt_tokens_details\":{\"cached_tokens\":1920,\"audio_tokens\":0},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":120,\"audio_tokens\":0}},"
                        + "\"service_tier\":\"default\"}";
        answer = json.getBytes(StandardCharsets.UTF_8);
    }

    /** Ours: nothing is kept but the counts. */
    @Benchmark
    public TokenUsage reader() {
        return UsageReader.read(LlmApi.OPENAI_CHAT_COMPLETIONS, answer);
    }

    /** Jackson: all of it becomes a tree, of which the usage is looked up. */
    @Benchmark
    public long jacksonTree() {
        JsonNode usage = mapper.readTree(answer).path("usage");
        return usage.path("prompt_tokens").asLong()
                + usage.path("completion_tokens").asLong()
                + usage.path("prompt_tokens_details").path("cached_tokens").asLong()
                + usage.path("completion_tokens_details")
                        .path("reasoning_tokens")
                        .asLong();
    }
}
