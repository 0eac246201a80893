/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiUsageTest {
    private static final String COMPLETE = """
            {
              "candidates": [
                {
                  "content": {"parts": [{"text": "{\\"action\\":\\"reply\\",\\"confidence\\":0.9}"}], "role": "model"},
                  "finishReason": "STOP",
                  "index": 0
                }
              ],
              "usageMetadata": {
                "promptTokenCount": 200,
                "candidatesTokenCount": 150,
                "totalTokenCount": 350,
                "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 200}],
                "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 150}]
              },
              "modelVersion": "gemini-2.5-flash",
              "responseId": "mAITZ9-lHZa"
            }
            """;

    private static TokenUsage parse(byte[] body) {
        return UsageReader.read(LlmApi.GEMINI_GENERATE_CONTENT, body);
    }

    private static TokenUsage parse(String body) {
        return parse(body.getBytes(UTF_8));
    }

    private TokenUsage usage(String members) {
        return parse("{\"candidates\":[],\"usageMetadata\":{" + members + "}}");
    }

    @Nested
    class AnAnswerAsDocumented {
        @Test
        void givesCountsModelAndId() {
            TokenUsage usage = parse(COMPLETE);
            assertThat(usage.quality()).isEqualTo(Quality.EXACT);
            assertThat(usage.tokens(TokenClass.IN_FRESH)).isEqualTo(200);
            assertThat(usage.tokens(TokenClass.OUT_VISIBLE)).isEqualTo(150);
            assertThat(usage.responseModel()).isEqualTo("gemini-2.5-flash");
            assertThat(usage.responseId()).isEqualTo("mAITZ9-lHZa");
            assertThat(usage.modalities()).containsExactly(Modality.TEXT);
            assertThat(usage.serviceTier()).isNull();
        }

        @Test
        void isReadWhateverItsOrder() {
            String body =
                    "{\"responseId\":\"a\",\"usageMetadata\":{\"totalTokenCount\":7,\"promptTokenCount\":7},\"x\":[[{}]]}";
            assertThat(parse(body).totalInput()).isEqualTo(7);
            assertThat(parse("\ufeff \r\n" + body).totalInput()).isEqualTo(7);
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                        # what it shows                        | prompt | cached | candidates | thoughts | tool | total  | fresh  | read   | toolIn | visible | reasoning | quality
                        plain                                  | 200    | -      | 150        | -        | -    | 350    | 200    | 0      | 0      | 150     | 0         | EXACT
                        no total to check against              | 200    | -      | 150        | -        | -    | -      | 200    | 0      | 0      | 150     | 0         | EXACT
                        cached is part of the prompt           | 300000 | 100000 | 1000       | -        | -    | 301000 | 200000 | 100000 | 0      | 1000    | 0         | EXACT
                        all of the prompt cached               | 100    | 100    | 1          | -        | -    | 101    | 0      | 100    | 0      | 1       | 0         | EXACT
                        thoughts beside the candidates         | 55021  | -      | 923        | 785      | -    | 56729  | 55021  | 0      | 0      | 923     | 785       | EXACT
                        more thoughts than candidates          | 10     | -      | 20         | 100      | -    | 130    | 10     | 0      | 0      | 20      | 100       | EXACT
                        thoughts inside, as in 2025            | 10     | -      | 120        | 100      | -    | 130    | 10     | 0      | 0      | 20      | 100       | EXACT
                        the same with tool use                 | 10     | -      | 120        | 100      | 5    | 135    | 10     | 0      | 5      | 20      | 100       | EXACT
                        candidates left out                    | 12     | -      | -          | -        | -    | 12     | 12     | 0      | 0      | 0       | 0         | EXACT
                        candidates left out, thoughts only     | 12     | -      | -          | 30       | -    | 42     | 12     | 0      | 0      | 0       | 30        | EXACT
                        an explicit zero                       | 12     | 0      | 0          | 0        | 0    | 12     | 12     | 0      | 0      | 0       | 0         | EXACT
                        tool use beside the prompt             | 100    | -      | 10         | -        | 40   | 150    | 100    | 0      | 40     | 10      | 0         | EXACT
                        a total above the sum is believed      | 10     | -      | 5          | -        | -    | 40     | 10     | 0      | 0      | 5       | 25        | RECONCILED
                        a total below the sum is not           | 10     | -      | 5          | -        | -    | 12     | 10     | 0      | 0      | 5       | 0         | RECONCILED
                        thoughts cannot fit in the candidates  | 10     | -      | 20         | 100      | -    | 30     | 10     | 0      | 0      | 20      | 100       | RECONCILED
                        more cached than prompt                | 10     | 40     | 5          | -        | -    | 15     | 10     | 40     | 0      | 5       | 0         | RECONCILED
                        """)
        void isSplitIntoDisjointClasses(
                String what,
                Long prompt,
                Long cached,
                Long candidates,
                Long thoughts,
                Long tool,
                Long total,
                long fresh,
                long read,
                long toolIn,
                long visible,
                long reasoning,
                Quality quality) {
            StringBuilder members = new StringBuilder("\"x\":0");
            member(members, "promptTokenCount", prompt);
            member(members, "cachedContentTokenCount", cached);
            member(members, "candidatesTokenCount", candidates);
            member(members, "thoughtsTokenCount", thoughts);
            member(members, "toolUsePromptTokenCount", tool);
            member(members, "totalTokenCount", total);
            TokenUsage expected = TokenUsage.builder()
                    .tokens(TokenClass.IN_FRESH, fresh)
                    .tokens(TokenClass.CACHE_READ, read)
                    .tokens(TokenClass.TOOL_IN, toolIn)
                    .tokens(TokenClass.OUT_VISIBLE, visible)
                    .tokens(TokenClass.OUT_REASONING, reasoning)
                    .quality(quality)
                    .build();
            assertThat(usage(members.toString())).as(what).isEqualTo(expected);
        }

        private void member(StringBuilder members, String name, Long value) {
            if (value != null) {
                members.append(",\"").append(name).append("\":").append(value);
            }
        }

        @Test
        void namesModalitiesThatWereCountedAndTiersThatAreNotStandard() {
            TokenUsage usage =
                    usage("\"promptTokenCount\":5,\"promptTokensDetails\":[{\"modality\":\"AUDIO\",\"tokenCount\":5},"
                            + "{\"modality\":\"VIDEO\",\"tokenCount\":0},{\"tokenCount\":1},{\"modality\":\"DOCUMENT\",\"tokenCount\":1}],"
                            + "\"trafficType\":\"ON_DEMAND_FLEX\"");
            assertThat(usage.modalities()).containsExactlyInAnyOrder(Modality.AUDIO, Modality.OTHER, Modality.IMAGE);
            assertThat(usage.serviceTier()).isEqualTo("ON_DEMAND_FLEX");
            assertThat(usage("\"promptTokenCount\":5,\"trafficType\":\"ON_DEMAND\"")
                            .serviceTier())
                    .isNull();
        }
    }

    @Nested
    class AnAnswerWithoutUsage {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "   ",
                    "{}",
                    "{\"error\":{\"code\":503,\"message\":\"overloaded\"}}",
                    "{\"usageMetadata\":{}}",
                    "{\"usageMetadata\":{\"candidatesTokenCount\":5}}",
                    "{\"usage\":{\"prompt_tokens\":5}}",
                    "[]",
                    "[{\"error\":{\"code\":429}}]",
                    "data: [DONE]\n\n",
                })
        void isAbsentAndNotZero(String body) {
            assertThat(parse(body).quality()).isEqualTo(Quality.ABSENT);
            assertThat(parse(body).isKnown()).isFalse();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\\\"usageMetadata\\\":{\\\"promptTokenCount\\\":9}\"}]}}]}",
                    "{\"candidates\":[{\"usageMetadata\":{\"promptTokenCount\":9}}]}",
                    "{\"candidates\":{\"usageMetadata\":{\"promptTokenCount\":9}}}",
                    "{\"usageMetadata\":{\"usageMetadata\":{\"promptTokenCount\":9}}}",
                    "{\"x\":{\"promptTokenCount\":9},\"promptTokenCount\":9}",
                })
        void isNotCountedFromAnywhereElse(String body) {
            assertThat(parse(body))
                    .isEqualTo(TokenUsage.builder().quality(Quality.ABSENT).build());
        }
    }

    @Nested
    class AnAnswerWithNulls {
        @ParameterizedTest
        @ValueSource(strings = {"null", "[]", "[{\"modality\":\"AUDIO\",\"tokenCount\":null}]"})
        void hasNoDetails(String details) {
            TokenUsage usage = usage("\"promptTokenCount\":9,\"candidatesTokenCount\":1,\"promptTokensDetails\":"
                    + details + ",\"candidatesTokensDetails\":" + details);
            assertThat(usage.quality()).isEqualTo(Quality.EXACT);
            assertThat(usage.modalities()).isEmpty();
        }
    }

    @Nested
    class AGroundedAnswer {
        private static final String USAGE = "\"usageMetadata\":{\"promptTokenCount\":9,\"candidatesTokenCount\":1}}";

        private String candidate(String index, String queries) {
            return "{" + index + "\"groundingMetadata\":{\"webSearchQueries\":[" + queries + "]}}";
        }

        private String chunk(String... candidates) {
            return "{\"candidates\":[" + String.join(",", candidates) + "]," + USAGE;
        }

        @Test
        void searchedOncePerQuery() {
            assertThat(parse(chunk(candidate("", "\"one\",\"" + "long ".repeat(100) + "\"")))
                            .webSearches())
                    .isEqualTo(2);
            assertThat(parse(chunk(candidate("", ""))).webSearches()).isZero();
            assertThat(parse(chunk("{\"groundingMetadata\":null}")).webSearches())
                    .isZero();
        }

        @Test
        void isNotBilledForEmptyQueries() {
            assertThat(parse(chunk(candidate("", "\"\",\"one\",null,\"\""))).webSearches())
                    .isEqualTo(1);
        }

        @Test
        void addsUpItsCandidates() {
            assertThat(parse(chunk(candidate("", "\"a\""), candidate("", "\"b\",\"c\"")))
                            .webSearches())
                    .isEqualTo(3);
        }

        @Test
        void mayRepeatItsQueriesInAStreamAndTheMostOfEachCandidateHold() {
            String first = candidate("\"index\":0,", "\"a\"");
            String both = candidate("\"index\":0,", "\"a\",\"b\"");
            String other = candidate("\"index\":1,", "\"c\"");
            String events = "data: " + chunk(first) + "\n\ndata: " + chunk(both) + "\n\ndata: " + chunk(other)
                    + "\n\ndata: " + chunk("{\"finishReason\":\"STOP\"}") + "\n\n";
            assertThat(parse(events).webSearches()).isEqualTo(3);
            assertThat(parse("[" + chunk(first) + "," + chunk(both) + "]").webSearches())
                    .isEqualTo(2);
        }

        @Test
        void mayNameMoreCandidatesThanThereCanBe() {
            assertThat(parse(chunk(
                                    candidate("\"index\":9007199254740992,", "\"a\""),
                                    candidate("\"index\":7,", "\"b\"")))
                            .webSearches())
                    .isEqualTo(1);
        }

        @Test
        void fromMapsUsedAToolWithAFee() {
            String maps = "{\"groundingMetadata\":{\"groundingChunks\":[{\"maps\":{\"uri\":\"https://maps\"}}]}}";
            assertThat(parse(chunk(maps)).toolCalls()).isEqualTo(1);
            assertThat(parse(chunk(candidate("", "\"a\""))).toolCalls()).isZero();
        }
    }

    @Nested
    class AMalformedAnswer {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-5",
                    "\"12\"",
                    "1e30",
                    "null",
                    "[]",
                    "[1]",
                    "{}",
                    "{\"a\":[1]}",
                    "true",
                    "12.0",
                    "9007199254740993",
                    "99999999999999999999999999"
                })
        void hasACountThatIsNone(String count) {
            TokenUsage usage =
                    usage("\"promptTokenCount\":100,\"candidatesTokenCount\":" + count + ",\"thoughtsTokenCount\":1");
            assertThat(usage.quality()).isEqualTo(Quality.MALFORMED);
            assertThat(usage.tokens(TokenClass.IN_FRESH)).isEqualTo(100);
            assertThat(usage.tokens(TokenClass.OUT_VISIBLE)).isZero();
            assertThat(usage.tokens(TokenClass.OUT_REASONING)).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "<html>502 Bad Gateway</html>",
                    "null",
                    "12",
                    "\"text\"",
                    "{\"usageMetadata\":null}",
                    "{\"usageMetadata\":5}",
                    "{\"usageMetadata\":[{\"promptTokenCount\":9}]}",
                    "{\"usageMetadata\":{\"promptTokenCount\":9,\"promptTokensDetails\":{}}}",
                    "{\"usageMetadata\":{\"promptTokenCount\":9,\"promptTokensDetails\":[9]}}",
                    "{\"usageMetadata\":{\"promptTokenCount\":9}",
                    "{\"usageMetadata\":{\"promptTokenCount\":9}} {}",
                    "{\"usageMetadata\":{\"promptTokenCount\":9}} x",
                    "{\"usageMetadata\":{\"promptTokenCount\":NaN}}",
                    "[{\"usageMetadata\":{\"promptTokenCount\":9}},9]",
                    "[{\"usageMetadata\":{\"promptTokenCount\":9}}",
                    "data: {\"usageMetadata\":{\"promptTokenCount\":9}\n\n",
                })
        void isFlaggedAndNeverThrown(String body) {
            assertThat(parse(body).quality()).isEqualTo(Quality.MALFORMED);
        }

        @Test
        void mayBeCompressedOrNotTextAtAll() {
            assertThat(parse(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}).quality())
                    .isEqualTo(Quality.MALFORMED);
            assertThat(parse(new byte[1000]).quality()).isEqualTo(Quality.MALFORMED);
        }

        @Test
        void mayBeCutOffAnywhere() {
            for (int length = 1; length < COMPLETE.stripTrailing().length(); length++) {
                assertThat(parse(COMPLETE.substring(0, length)).quality())
                        .as("first %d characters", length)
                        .isEqualTo(Quality.MALFORMED);
            }
        }
    }

    @Nested
    class AHostileAnswer {
        @ParameterizedTest
        @ValueSource(strings = {"[", "{\"a\":"})
        void endsAtDepth64(String opening) {
            assertThat(parse("{\"x\":" + opening.repeat(1_000_000)).quality()).isEqualTo(Quality.MALFORMED);
            String closing = opening.equals("[") ? "]" : "}";
            String inner = opening.equals("[") ? "" : "1";
            assertThat(parse("{\"x\":" + opening.repeat(63) + inner + closing.repeat(63)
                                    + ",\"usageMetadata\":{\"promptTokenCount\":9}}")
                            .quality())
                    .isEqualTo(Quality.EXACT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"modelVersion", "responseId"})
        void doesNotMakeUsKeepLongNames(String name) {
            String usage = "\"usageMetadata\":{\"promptTokenCount\":9}";
            TokenUsage long257 = parse("{\"" + name + "\":\"" + "x".repeat(257) + "\"," + usage + "}");
            assertThat(long257.responseModel()).isNull();
            assertThat(long257.responseId()).isNull();
            assertThat(long257.quality()).isEqualTo(Quality.EXACT);
            assertThat(parse("{\"" + name + "\":\"" + "x".repeat(10_000_000) + "\"," + usage + "}"))
                    .isEqualTo(long257);
        }

        @Test
        void mayHaveAnEndlessNumberOrName() {
            assertThat(usage("\"promptTokenCount\":" + "9".repeat(5_000_000)).quality())
                    .isEqualTo(Quality.MALFORMED);
            assertThat(parse("{\"" + "n".repeat(5_000_000) + "\":1}").quality()).isEqualTo(Quality.ABSENT);
        }

        @Test
        void ofTenMegabytesCostsNoMoreMemoryThanASmallOne() {
            byte[] body = ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""
                            + "lorem \\\"ipsum\\u00e9 ".repeat(500_000)
                            + "\"}]}}],\"usageMetadata\":{\"promptTokenCount\":7,\"candidatesTokenCount\":3,\"totalTokenCount\":10}}")
                    .getBytes(UTF_8);
            assertThat(body).hasSizeGreaterThan(10_000_000);
            assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            for (int i = 0; i < 3; i++) {
                parse(body);
            }
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            TokenUsage usage = parse(body);
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(usage.totalInput()).isEqualTo(7);
            assertThat(usage.totalOutput()).isEqualTo(3);
            assertThat(allocated).isLessThan(64 * 1024);
        }
    }
}
