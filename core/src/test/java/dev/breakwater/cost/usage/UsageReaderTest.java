/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import static dev.breakwater.cost.usage.LlmApi.ANTHROPIC_MESSAGES;
import static dev.breakwater.cost.usage.LlmApi.GEMINI_GENERATE_CONTENT;
import static dev.breakwater.cost.usage.LlmApi.OPENAI_CHAT_COMPLETIONS;
import static dev.breakwater.cost.usage.LlmApi.OPENAI_RESPONSES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageReaderTest {
    private static TokenUsage read(LlmApi api, String body) {
        return UsageReader.read(api, body.getBytes(UTF_8));
    }

    private static TokenUsage broken(LlmApi api, String body) {
        UsageReader reader = new UsageReader(api);
        reader.read(ByteBuffer.wrap(body.getBytes(UTF_8)));
        return reader.breakOff();
    }

    private static TokenUsage.Builder tokens(long fresh, long read, long visible, long reasoning) {
        return TokenUsage.builder()
                .tokens(TokenClass.IN_FRESH, fresh)
                .tokens(TokenClass.CACHE_READ, read)
                .tokens(TokenClass.OUT_VISIBLE, visible)
                .tokens(TokenClass.OUT_REASONING, reasoning);
    }

    private static String event(String json) {
        return "data: " + json + "\n\n";
    }

    private static void assertMalformed(LlmApi api, String before, String value, String after) {
        TokenUsage usage = read(api, before + value + after);
        assertThat(usage.quality()).as(value).isEqualTo(Quality.MALFORMED);
        assertThat(usage.isKnown()).isFalse();
    }

    @Nested
    class AChatOfOpenAi {
        private static final String USAGE =
                "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}}";

        private TokenUsage usage(String members) {
            return read(OPENAI_CHAT_COMPLETIONS, "{\"usage\":{" + members + "}}");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                        # what it shows                   | prompt | cached | write | output | reasoning | total | fresh | read | written | visible | reasoning | quality
                        plain                             | 10     | -      | -     | 5      | -         | 15    | 10    | 0    | 0       | 5       | 0         | EXACT
                        no total                          | 10     | -      | -     | 5      | -         | -     | 10    | 0    | 0       | 5       | 0         | EXACT
                        cached and written are parts      | 2006   | 1000   | 920   | 300    | -         | 2306  | 86    | 1000 | 920     | 300     | 0         | EXACT
                        reasoning is a part               | 10     | -      | -     | 100    | 80        | 110   | 10    | 0    | 0       | 20      | 80        | EXACT
                        explicit zeros                    | 0      | 0      | 0     | 0      | 0         | 0     | 0     | 0    | 0       | 0       | 0         | EXACT
                        embeddings have no output         | 8      | -      | -     | -      | -         | 8     | 8     | 0    | 0       | 0       | 0         | EXACT
                        more cached than prompt           | 10     | 40     | -     | 5      | -         | 15    | 10    | 40   | 0       | 5       | 0         | RECONCILED
                        more reasoning than output        | 10     | -      | -     | 5      | 9         | 15    | 10    | 0    | 0       | 5       | 9         | RECONCILED
                        reasoning beside, by the total    | 10     | -      | -     | 5      | 9         | 24    | 10    | 0    | 0       | 5       | 9         | RECONCILED
                        a total above the sum is believed | 10     | -      | -     | 5      | -         | 40    | 10    | 0    | 0       | 30      | 0         | RECONCILED
                        a total below the sum is not      | 10     | -      | -     | 5      | -         | 12    | 10    | 0    | 0       | 5       | 0         | RECONCILED
                        """)
        void isSplitIntoDisjointClasses(
                String what,
                Long prompt,
                Long cached,
                Long write,
                Long output,
                Long reasoning,
                Long total,
                long fresh,
                long read,
                long written,
                long visible,
                long reasoned,
                Quality quality) {
            String members = "\"prompt_tokens\":" + prompt + member("completion_tokens", output)
                    + member("total_tokens", total) + ",\"prompt_tokens_details\":{\"x\":0"
                    + member("cached_tokens", cached) + member("cache_write_tokens", write)
                    + "},\"completion_tokens_details\":{\"x\":0" + member("reasoning_tokens", reasoning) + "}";
            assertThat(usage(members))
                    .isEqualTo(tokens(fresh, read, visible, reasoned)
                            .tokens(TokenClass.CACHE_WRITE, written)
                            .quality(quality)
                            .build());
        }

        private String member(String name, Long value) {
            return value == null ? "" : ",\"" + name + "\":" + value;
        }

        @Test
        void mayLeaveOutDetails() {
            assertThat(usage("\"prompt_tokens\":1,\"completion_tokens\":2,\"prompt_tokens_details\":null"))
                    .isEqualTo(tokens(1, 0, 2, 0).build());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{}",
                    "{\"error\":{\"message\":\"usage\",\"type\":\"server_error\"}}",
                    "{\"usage\":null}",
                    "{\"usage\":{}}",
                    "{\"usage\":{\"completion_tokens\":5}}",
                    "{\"choices\":[{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":9}}]}",
                    "{\"choices\":[{\"message\":{\"content\":\"{\\\"usage\\\":{\\\"prompt_tokens\\\":9}}\"}}]}",
                    "{\"response\":{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":9}}}",
                    "{\"usage\":{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":9}}}",
                    "{\"usage\":{\"input_tokens\":9,\"output_tokens\":9}}",
                })
        void withoutUsageInItsPlaceHasNone(String body) {
            assertThat(read(OPENAI_CHAT_COMPLETIONS, body))
                    .isEqualTo(TokenUsage.builder().quality(Quality.ABSENT).build());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-5",
                    "\"12\"",
                    "1e30",
                    "null",
                    "[]",
                    "{}",
                    "12.0",
                    "true",
                    "-0",
                    "9007199254740993",
                    "01",
                    "."
                })
        void withACountThatIsNoneIsMalformed(String value) {
            assertMalformed(
                    OPENAI_CHAT_COMPLETIONS, "{\"usage\":{\"prompt_tokens\":", value, ",\"completion_tokens\":1}}");
            assertMalformed(
                    OPENAI_CHAT_COMPLETIONS, "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":", value, "}}");
            if (!value.equals("null")) {
                assertMalformed(
                        OPENAI_CHAT_COMPLETIONS,
                        "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":",
                        value,
                        "}}}");
            }
        }

        @Test
        void mayHaveNullForWhatItDidNotCountApart() {
            assertThat(
                            usage(
                                    "\"prompt_tokens\":9,\"completion_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":null,"
                                            + "\"cache_write_tokens\":null,\"audio_tokens\":null,\"image_tokens\":null},"
                                            + "\"completion_tokens_details\":{\"reasoning_tokens\":null,\"audio_tokens\":null}"))
                    .isEqualTo(tokens(9, 0, 1, 0).build());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"usage\":[]}",
                    "{\"usage\":7}",
                    "{\"usage\":{\"prompt_tokens\":9}}",
                    "{\"usage\":{\"prompt_tokens\":9,\"prompt_tokens\":8,\"completion_tokens\":1}}",
                    "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1},\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}",
                    "{\"usage\":null,\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}",
                    "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1},\"us\\u0061ge\":{}}",
                })
        void thatCanBeReadInTwoWaysIsMalformed(String body) {
            assertThat(read(OPENAI_CHAT_COMPLETIONS, body).quality()).isEqualTo(Quality.MALFORMED);
        }

        @Test
        void namesItsTierAndSound() {
            TokenUsage usage = read(
                    OPENAI_CHAT_COMPLETIONS,
                    "{\"service_tier\":\"flex\",\"usage\":{\"prompt_tokens\":9,"
                            + "\"completion_tokens\":1,\"prompt_tokens_details\":{\"audio_tokens\":3}}}");
            assertThat(usage.serviceTier()).isEqualTo("flex");
            assertThat(usage.modalities()).containsExactly(Modality.AUDIO);
            assertThat(read(OPENAI_CHAT_COMPLETIONS, "{\"service_tier\":\"default\"}")
                            .serviceTier())
                    .isNull();
        }

        @Test
        void streamedWithoutUsageTellsWhatWasSeenButNotWhatItCost() {
            String seen = event("{\"choices\":[{\"delta\":{\"content\":\"twelve bytes\"}}],\"usage\":null}");
            TokenUsage expected = TokenUsage.builder()
                    .tokens(TokenClass.OUT_VISIBLE, 4)
                    .quality(Quality.ABSENT)
                    .build();
            assertThat(read(OPENAI_CHAT_COMPLETIONS, seen + event("[DONE]"))).isEqualTo(expected);
            assertThat(broken(OPENAI_CHAT_COMPLETIONS, seen)).isEqualTo(expected);
            assertThat(expected.isKnown()).isFalse();
        }

        @Test
        void streamedMayRepeatItsUsageAndTheLastOneHoldsAsAWhole() {
            String first = event("{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1,"
                    + "\"prompt_tokens_details\":{\"cached_tokens\":10}}}");
            assertThat(read(OPENAI_CHAT_COMPLETIONS, first + event(USAGE)))
                    .isEqualTo(tokens(10, 0, 5, 0).build());
            assertThat(broken(OPENAI_CHAT_COMPLETIONS, event(USAGE) + "data: {\"cho"))
                    .isEqualTo(tokens(10, 0, 5, 0).build());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "data: %s\n\n",
                    "data:%s\n\n",
                    "data: %s",
                    "event: completion\ndata: %s\nid: 7\nretry: 10\n\n",
                    ": comment\n\nid: 1\n\ndata: %s\r\n\r\n",
                    ":\r\rdata: %s\r\r",
                    "\n\n\ndata:\t %s\n\n",
                    "data\n\ndatum: {\n\ndata: %s\n\n",
                    "data: \"text\"\n\ndata: %s\n\ndata: [1,\n\ndata: ping\n\n",
                    "data: {\"x\":\ndata:  {}}\n\ndata: %s\n\n",
                })
        void isReadFromAnyFormOfEvents(String form) {
            assertThat(read(OPENAI_CHAT_COMPLETIONS, form.replace("%s", USAGE)))
                    .isEqualTo(tokens(10, 0, 5, 0).build());
            String twoLines = form.replace("%s", USAGE.replace("[],", "[],\ndata: "));
            assertThat(read(OPENAI_CHAT_COMPLETIONS, twoLines))
                    .isEqualTo(tokens(10, 0, 5, 0).build());
        }

        @Test
        void withABrokenEventIsMalformed() {
            assertThat(read(OPENAI_CHAT_COMPLETIONS, event("{\"a\":") + event(USAGE))
                            .quality())
                    .isEqualTo(Quality.MALFORMED);
            assertThat(read(OPENAI_CHAT_COMPLETIONS, event(USAGE + "x")).quality())
                    .isEqualTo(Quality.MALFORMED);
        }
    }

    @Nested
    class AResponseOfOpenAi {
        @Test
        void namesWhatWasWrittenToTheCacheByLifetime() {
            TokenUsage usage = read(
                    OPENAI_RESPONSES,
                    "{\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":10,\"cache_write_tokens\":60,"
                            + "\"cache_write_tokens_details\":{\"ttl_30m_tokens\":30,\"ttl_12h_tokens\":20}},"
                            + "\"output_tokens\":7,\"total_tokens\":107}}");
            assertThat(usage)
                    .isEqualTo(tokens(30, 10, 7, 0)
                            .tokens(TokenClass.CACHE_WRITE_30M, 30)
                            .tokens(TokenClass.CACHE_WRITE_12H, 20)
                            .tokens(TokenClass.CACHE_WRITE, 10)
                            .build());
        }

        @ParameterizedTest
        @ValueSource(strings = {"response.completed", "response.incomplete", "response.failed"})
        void isReadFromTheEventThatEndsIt(String type) {
            String body = "event: " + type + "\ndata: {\"type\":\"" + type
                    + "\",\"response\":{\"service_tier\":\"priority\",\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}}\n\n";
            TokenUsage usage = read(OPENAI_RESPONSES, body);
            assertThat(usage)
                    .isEqualTo(tokens(3, 0, 4, 0).serviceTier("priority").build());
        }

        @Test
        void isNotReadFromTheFormOfTheOtherWay() {
            String usage = "{\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}";
            assertThat(read(OPENAI_RESPONSES, event(usage)).quality()).isEqualTo(Quality.ABSENT);
            assertThat(read(OPENAI_RESPONSES, "{\"response\":" + usage + "}").quality())
                    .isEqualTo(Quality.ABSENT);
        }

        @Test
        void mayHaveNullForWhatItDidNotCountApart() {
            String usage = "{\"usage\":{\"input_tokens\":3,\"output_tokens\":4,\"input_tokens_details\":%s,"
                    + "\"output_tokens_details\":{\"reasoning_tokens\":null}}}";
            for (String details : new String[] {
                "{\"cached_tokens\":null,\"cache_write_tokens\":null,\"cache_write_tokens_details\":null}",
                "{\"cache_write_tokens_details\":{\"ttl_30m_tokens\":null,\"ttl_12h_tokens\":null}}"
            }) {
                assertThat(read(OPENAI_RESPONSES, usage.replace("%s", details)))
                        .isEqualTo(tokens(3, 0, 4, 0).build());
            }
        }

        @Test
        void countsItsWebSearches() {
            TokenUsage usage = read(
                    OPENAI_RESPONSES,
                    "{\"output\":[{\"type\":\"web_search_call\"},{\"type\":\"message\"},{\"type\":\"web_search_call\"}],"
                            + "\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}");
            assertThat(usage.webSearches()).isEqualTo(2);
            assertThat(usage.toolCalls()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"file_search_call", "code_interpreter_call", "image_generation_call"})
        void countsCallsOfOtherToolsThatHaveAFee(String tool) {
            String response = "{\"output\":[{\"type\":\"" + tool + "\"},{\"type\":\"function_call\"},{\"type\":\""
                    + tool + "\"}],\"usage\":{\"input_tokens\":3,\"output_tokens\":4}}";
            assertThat(read(OPENAI_RESPONSES, response).toolCalls()).isEqualTo(2);
            String event = event("{\"response\":" + response + "}");
            assertThat(read(OPENAI_RESPONSES, event + event).toolCalls()).isEqualTo(2);
        }
    }

    @Nested
    class AMessageOfAnthropic {
        private static final String START =
                "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":25,"
                        + "\"cache_read_input_tokens\":7,\"output_tokens\":1}}}\n\n";

        private TokenUsage usage(String members) {
            return read(ANTHROPIC_MESSAGES, "{\"usage\":{" + members + "}}");
        }

        private String delta(String members) {
            return event("{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{" + members
                    + "}}");
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                        # what it shows                    | creation | 5m  | 1h  | w5m | w1h | w?  | quality
                        split in full                      | 556      | 456 | 100 | 456 | 100 | 0   | EXACT
                        no split                           | 556      | -   | -   | 0   | 0   | 556 | EXACT
                        a part of it                       | 556      | 456 | -   | 456 | 0   | 100 | EXACT
                        the split alone                    | -        | 456 | 100 | 456 | 100 | 0   | EXACT
                        a split beyond the sum is believed | 500      | 456 | 100 | 456 | 100 | 0   | RECONCILED
                        """)
        void splitsWhatWasWrittenToTheCache(
                String what, Long creation, Long in5m, Long in1h, long out5m, long out1h, long rest, Quality quality) {
            String members = "\"input_tokens\":4,\"output_tokens\":9"
                    + (creation == null ? "" : ",\"cache_creation_input_tokens\":" + creation)
                    + ",\"cache_creation\":{\"x\":1"
                    + (in5m == null ? "" : ",\"ephemeral_5m_input_tokens\":" + in5m)
                    + (in1h == null ? "" : ",\"ephemeral_1h_input_tokens\":" + in1h) + "}";
            assertThat(usage(members))
                    .isEqualTo(tokens(4, 0, 9, 0)
                            .tokens(TokenClass.CACHE_WRITE_5M, out5m)
                            .tokens(TokenClass.CACHE_WRITE_1H, out1h)
                            .tokens(TokenClass.CACHE_WRITE, rest)
                            .quality(quality)
                            .build());
        }

        @ParameterizedTest
        @ValueSource(strings = {"null", "{\"ephemeral_5m_input_tokens\":null,\"ephemeral_1h_input_tokens\":null}"})
        void mayHaveNullForWhatItDidNotCountApart(String writes) {
            assertThat(usage("\"input_tokens\":4,\"output_tokens\":9,\"cache_creation\":" + writes))
                    .isEqualTo(tokens(4, 0, 9, 0).build());
        }

        @Test
        void namesThinkingSearchesTierSpeedAndRegion() {
            TokenUsage usage = usage(
                    "\"input_tokens\":50,\"output_tokens\":300,\"output_tokens_details\":{\"thinking_tokens\":200},"
                            + "\"server_tool_use\":{\"web_search_requests\":3,\"web_fetch_requests\":1},\"service_tier\":\"batch\","
                            + "\"speed\":\"fast\",\"inference_geo\":\"us\"");
            assertThat(usage)
                    .isEqualTo(tokens(50, 0, 100, 200)
                            .webSearches(3)
                            .serviceTier("batch")
                            .speed("fast")
                            .region("us")
                            .build());
            assertThat(usage(
                            "\"input_tokens\":1,\"output_tokens\":1,\"service_tier\":\"standard\",\"speed\":\"standard\","
                                    + "\"inference_geo\":\"global\",\"cache_creation\":null,\"server_tool_use\":null"))
                    .isEqualTo(tokens(1, 0, 1, 0).build());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "code_execution_tool_result",
                    "bash_code_execution_tool_result",
                    "text_editor_code_execution_tool_result"
                })
        void countsItsExecutionsOfCode(String result) {
            String usage = "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
            String block = "{\"type\":\"" + result + "\"}";
            assertThat(read(
                                    ANTHROPIC_MESSAGES,
                                    "{\"content\":[{\"type\":\"tool_use\",\"name\":\"code_execution\"}," + block + "],"
                                            + usage)
                            .toolCalls())
                    .isEqualTo(1);
            assertThat(read(
                                    ANTHROPIC_MESSAGES,
                                    START + event("{\"content_block\":" + block + "}") + delta("\"output_tokens\":2"))
                            .toolCalls())
                    .isEqualTo(1);
        }

        @Test
        void believesTheUsageThatCountsExecutionsOfCodeButHasNoFeeForFetching() {
            assertThat(usage("\"input_tokens\":1,\"output_tokens\":1,\"server_tool_use\":"
                                    + "{\"code_execution_requests\":2,\"web_fetch_requests\":3}")
                            .toolCalls())
                    .isEqualTo(2);
        }

        @Test
        void streamedIsCumulativeAndNeverSummed() {
            String body = START
                    + delta("\"output_tokens\":10")
                    + delta("\"input_tokens\":null,\"cache_read_input_tokens\":null,\"output_tokens\":15,"
                            + "\"server_tool_use\":{\"web_search_requests\":2}");
            assertThat(read(ANTHROPIC_MESSAGES, body))
                    .isEqualTo(tokens(25, 7, 15, 0).webSearches(2).build());
        }

        @Test
        void streamedAnExplicitZeroIsZero() {
            assertThat(read(ANTHROPIC_MESSAGES, START + delta("\"output_tokens\":0")))
                    .isEqualTo(tokens(25, 7, 0, 0).build());
        }

        @Test
        void thatBreaksOffHasItsInputAndAnEstimateOfItsOutput() {
            String text = event(
                    "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"thirteen byte\"}}");
            String thinking = event("{\"delta\":{\"thinking\":\"\\u00e9\\n345\"}}");
            String tool = event("{\"delta\":{\"partial_json\":\"{}\"}}");
            TokenUsage expected = tokens(25, 7, 7, 0).quality(Quality.PARTIAL).build();
            assertThat(broken(ANTHROPIC_MESSAGES, START + text + thinking + tool))
                    .isEqualTo(expected);
            assertThat(read(ANTHROPIC_MESSAGES, START + text + thinking + tool)).isEqualTo(expected);
            assertThat(expected.isKnown() && expected.isEstimated()).isTrue();
            assertThat(broken(ANTHROPIC_MESSAGES, START))
                    .isEqualTo(tokens(25, 7, 1, 0).quality(Quality.PARTIAL).build());
        }

        @ParameterizedTest
        @ValueSource(strings = {"-5", "\"12\"", "1e30", "[]", "{}", "1.5", "false"})
        void withACountThatIsNoneIsMalformed(String value) {
            for (String field : new String[] {"input_tokens", "output_tokens", "cache_read_input_tokens"}) {
                assertThat(read(ANTHROPIC_MESSAGES, START + delta("\"" + field + "\":" + value))
                                .quality())
                        .as(field)
                        .isEqualTo(Quality.MALFORMED);
            }
            assertMalformed(ANTHROPIC_MESSAGES, "{\"usage\":{\"input_tokens\":1,\"output_tokens\":", value, "}}");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"usage\":null}",
                    "{\"usage\":{\"input_tokens\":1}}",
                    "{\"usage\":{\"input_tokens\":1,\"output_tokens\":null}}",
                })
        void thatIsNotAsDocumentedIsMalformed(String body) {
            assertThat(read(ANTHROPIC_MESSAGES, body).quality()).isEqualTo(Quality.MALFORMED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                    "{\"message\":{\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}",
                    "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"}}\n\n",
                    "data: {\"usage\":{\"output_tokens\":15}}\n\n",
                })
        void withoutInputHasNoUsage(String body) {
            assertThat(read(ANTHROPIC_MESSAGES, body).quality()).isEqualTo(Quality.ABSENT);
        }
    }

    @Nested
    class AStreamOfGemini {
        private String chunk(String usage, String more) {
            return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"123456\"}]}" + more + "}]"
                    + (usage.isEmpty() ? "" : ",\"usageMetadata\":{" + usage + "}") + "}";
        }

        @Test
        void isTheLargestOfItsCumulativeCounts() {
            String first = chunk("\"promptTokenCount\":10,\"thoughtsTokenCount\":30,\"totalTokenCount\":40", "");
            String last = chunk(
                    "\"promptTokenCount\":10,\"candidatesTokenCount\":2,\"thoughtsTokenCount\":30,"
                            + "\"totalTokenCount\":42",
                    ",\"finishReason\":\"STOP\"");
            TokenUsage expected = tokens(10, 0, 2, 30).build();
            assertThat(read(GEMINI_GENERATE_CONTENT, event(first) + event(last)))
                    .isEqualTo(expected);
            assertThat(read(GEMINI_GENERATE_CONTENT, "[" + first + "\n,\n" + last + "]"))
                    .isEqualTo(expected);
            assertThat(broken(GEMINI_GENERATE_CONTENT, event(first) + event(last)))
                    .isEqualTo(expected);
        }

        @Test
        void thatBreaksOffIsPartial() {
            String counted =
                    event(chunk("\"promptTokenCount\":10,\"candidatesTokenCount\":9,\"totalTokenCount\":19", ""));
            String uncounted = event(chunk("\"promptTokenCount\":10,\"totalTokenCount\":10", ""));
            assertThat(broken(GEMINI_GENERATE_CONTENT, counted))
                    .isEqualTo(tokens(10, 0, 9, 0).quality(Quality.PARTIAL).build());
            assertThat(broken(GEMINI_GENERATE_CONTENT, uncounted))
                    .isEqualTo(tokens(10, 0, 2, 0).quality(Quality.PARTIAL).build());
        }
    }

    @Nested
    class ACompressedAnswer {
        private static final byte[] BODY = "{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}".getBytes(UTF_8);

        private byte[] gzip(byte[] body) throws IOException {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (var out = new GZIPOutputStream(packed)) {
                out.write(body);
            }
            return packed.toByteArray();
        }

        private TokenUsage read(String coding, byte[] body) {
            UsageReader reader = new UsageReader(OPENAI_CHAT_COMPLETIONS, coding);
            reader.read(ByteBuffer.wrap(body));
            return reader.end();
        }

        @ParameterizedTest
        @ValueSource(strings = {"br", "zstd", "gzip, br", "compress"})
        void inAnotherCodingIsUnreadableAndNoFault(String coding) {
            assertThat(read(coding, BODY).quality()).isEqualTo(Quality.UNREADABLE);
        }

        @Test
        void mayHaveSeveralMembersAndAllOptionalFields() throws IOException {
            byte[] one = gzip(Arrays.copyOf(BODY, 20));
            byte[] other = gzip(Arrays.copyOfRange(BODY, 20, BODY.length));
            byte[] header = {0x1f, (byte) 0x8b, 8, 4 | 8 | 16 | 2, 0, 0, 0, 0, 0, 0, 2, 0, 7, 7, 'n', 0, 'c', 0, 1, 2};
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            both.write(header);
            both.write(one, 10, one.length - 10);
            both.write(other);
            assertThat(read("gzip", both.toByteArray()))
                    .isEqualTo(tokens(10, 0, 5, 0).build());
        }

        @Test
        void thatWasDecodedUnderItsOldHeaderIsReadAsItIs() {
            assertThat(read("gzip", BODY)).isEqualTo(tokens(10, 0, 5, 0).build());
        }

        @Test
        void thatIsDamagedIsMalformed() throws IOException {
            byte[] packed = gzip(BODY);
            packed[15] ^= 0x55;
            assertThat(read("gzip", packed).isKnown()).isFalse();
            assertThat(read("gzip", new byte[] {0x1f, 1, 2, 3}).quality()).isEqualTo(Quality.MALFORMED);
            for (int length = 11; length < gzip(BODY).length - 8; length++) {
                assertThat(read("gzip", Arrays.copyOf(gzip(BODY), length)).isKnown())
                        .isFalse();
            }
        }

        @Test
        void thatIsABombCostsNoMemory() throws IOException {
            byte[] packed = gzip(new byte[50_000_000]);
            long allocated = allocatedBy(() -> read("gzip", packed));
            assertThat(allocated).isLessThan(128 * 1024);
        }
    }

    @Nested
    class AHostileAnswer {
        @ParameterizedTest
        @EnumSource
        void isNeverMoreThanMalformed(LlmApi api) {
            String[] bodies = {
                "[".repeat(1_000_000),
                "{\"usage\":".repeat(1_000_000),
                "{\"" + "n".repeat(5_000_000) + "\":1}",
                "{\"usage\":{\"prompt_tokens\":" + "9".repeat(1_000_000) + "}}",
                "data: ".repeat(1_000_000),
                "data: {\n\n".repeat(100_000),
                "\0".repeat(1000),
                "{\"a\":\"\0\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"\\u12g4\"}",
                "{\"a\":nul}",
                "{,}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "[1,]",
                "}",
                "\ufeff\ufeff",
                "<html>",
            };
            for (String body : bodies) {
                assertThat(read(api, body).isKnown()).isFalse();
                assertThat(broken(api, body).isKnown()).isFalse();
            }
        }

        @ParameterizedTest
        @EnumSource
        void mayBeAnyBytes(LlmApi api) {
            byte[] body = new byte[4096];
            for (int seed = 0; seed < 256; seed++) {
                for (int i = 0; i < body.length; i++) {
                    body[i] = (byte) (i * 31 + seed);
                }
                assertThat(UsageReader.read(api, body).isKnown()).isFalse();
            }
        }

        @Test
        void withInvalidUtf8InATextIsReadAllTheSame() {
            byte[] body = "{\"x\":\"??\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}".getBytes(UTF_8);
            body[6] = (byte) 0xff;
            body[7] = (byte) 0xc3;
            assertThat(UsageReader.read(OPENAI_CHAT_COMPLETIONS, body))
                    .isEqualTo(tokens(10, 0, 5, 0).build());
        }

        @Test
        void ofTenMegabytesCostsNoMoreMemoryThanASmallOne() {
            String text = "lorem \\\"ipsum\\u00e9 ".repeat(500_000);
            String usage = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}";
            byte[] json = ("{\"choices\":[{\"message\":{\"content\":\"" + text + "\"}}]," + usage).getBytes(UTF_8);
            byte[] line = ("data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]," + usage).getBytes(UTF_8);
            StringBuilder names = new StringBuilder("{");
            for (int i = 0; i < 700_000; i++) {
                names.append("\"name").append(i).append("\":1,");
            }
            byte[] many = names.append(usage).toString().getBytes(UTF_8);
            for (byte[] body : new byte[][] {json, line, many}) {
                assertThat(allocatedBy(() -> assertThatIsKnown(UsageReader.read(OPENAI_CHAT_COMPLETIONS, body))))
                        .isLessThan(64 * 1024);
            }
        }

        private void assertThatIsKnown(TokenUsage usage) {
            if (usage.totalInput() != 7 || usage.totalOutput() != 3) {
                throw new AssertionError(usage);
            }
        }
    }

    private static long allocatedBy(Runnable work) {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        work.run();
        long id = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(id);
        work.run();
        return threads.getThreadAllocatedBytes(id) - before;
    }
}
