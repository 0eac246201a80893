/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LlmRequestBodyTest {
    private static LlmRequestBody body(LlmApi api, String json) {
        return LlmRequestBody.of(LlmEndpoint.of(api, null), json.getBytes(UTF_8));
    }

    private static String limited(LlmApi api, String json, long tokens) {
        return new String(body(api, json).withMaxOutput(tokens), UTF_8);
    }

    @Nested
    class TheEndpoint {
        @ParameterizedTest
        @CsvSource({
            "https://api.openai.com/v1/chat/completions, OPENAI_CHAT_COMPLETIONS,",
            "https://api.openai.com/v1/responses, OPENAI_RESPONSES,",
            "https://api.openai.com/v1/embeddings, OPENAI_EMBEDDINGS,",
            "https://x.openai.azure.com/openai/deployments/my-gpt/chat/completions?api-version=1, AZURE_OPENAI_CHAT_COMPLETIONS, my-gpt",
            "https://api.anthropic.com/v1/messages, ANTHROPIC_MESSAGES,",
            "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent, GEMINI_GENERATE_CONTENT, gemini-2.5-pro",
            "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse, GEMINI_GENERATE_CONTENT, gemini-2.5-pro",
            "https://eu-aiplatform.googleapis.com/v1/projects/p/locations/l/publishers/anthropic/models/claude-opus-5.5:streamRawPredict, ANTHROPIC_MESSAGES, claude-opus-5.5",
            "https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-v1%3A0/converse-stream, BEDROCK_CONVERSE, anthropic.claude-v1:0",
            "https://api.mistral.ai/v1/chat/completions, MISTRAL,",
            "https://api.cohere.com/v2/chat, COHERE_V2,",
            "https://api.deepseek.com/chat/completions, DEEPSEEK,",
            "http://localhost:11434/api/chat, OLLAMA,",
            "https://openrouter.ai/api/v1/chat/completions, OPENROUTER,",
            "https://api.x.ai/v1/chat/completions, XAI,",
            "https://api.openai.com/v1/completions, OPENAI_CHAT_COMPLETIONS,",
            "https://api.openai.com/v1/chat/completions//, OPENAI_CHAT_COMPLETIONS,",
            "https://api.mistral.ai/v1/fim/completions, MISTRAL,",
            "https://api.openai.com/v1/images/generations, OPENAI_IMAGES,",
            "https://generativelanguage.googleapis.com/v1beta/interactions, GEMINI_INTERACTIONS,",
            "https://generativelanguage.googleapis.com/v1beta/models/g:generateContent/, GEMINI_GENERATE_CONTENT, g",
            "https://bedrock-runtime.eu-west-1.amazonaws.com/model/eu.anthropic.claude-v1%3A0/invoke, BEDROCK_CONVERSE, eu.anthropic.claude-v1:0",
            "https://ollama.com/api/chat, OLLAMA,",
        })
        void isFoundByHostAndPath(URI uri, LlmApi api, String model) {
            LlmEndpoint found = LlmEndpoint.find("POST", uri);
            assertThat(found.api()).isEqualTo(api);
            assertThat(found.model()).isEqualTo(model);
            assertThat(LlmEndpoint.find("GET", uri)).isNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://api.openai.com/v1/files",
                    "https://api.openai.com/v1/batches",
                    "https://api.openai.com/v1/responses/resp_1/cancel",
                    "https://api.anthropic.com/v1/messages/count_tokens",
                    "https://api.anthropic.com/v1/messages/batches",
                    "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:countTokens",
                    "https://bedrock-runtime.eu-west-1.amazonaws.com/model/m/count-tokens",
                    "https://example.org/api/chat",
                    "https://example.org/"
                })
        void isNoneWhereNoModelWorks(URI uri) {
            assertThat(LlmEndpoint.find("POST", uri)).isNull();
        }
    }

    @Nested
    class TheLimit {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "OPENAI_CHAT_COMPLETIONS|{\"n\":2}|{\"max_completion_tokens\":50,\"n\":2}",
                    "OPENAI_CHAT_COMPLETIONS|{}|{\"max_completion_tokens\":50}",
                    "OPENAI_CHAT_COMPLETIONS|{\"max_tokens\" : 100 }|{\"max_tokens\" : 50 }",
                    "OPENAI_CHAT_COMPLETIONS|{\"max_tokens\":20}|{\"max_tokens\":20}",
                    "OPENAI_CHAT_COMPLETIONS|{\"max_tokens\":null}|{\"max_completion_tokens\":50,\"max_tokens\":null}",
                    "OPENAI_CHAT_COMPLETIONS|{\"max_tokens\":1e9}|{\"max_tokens\":50}",
                    "MISTRAL|{\"model\":\"x\"}|{\"max_tokens\":50,\"model\":\"x\"}",
                    "OPENAI_RESPONSES|{\"max_output_tokens\":null}|{\"max_output_tokens\":50}",
                    "ANTHROPIC_MESSAGES|{\"max_tokens\":4096}|{\"max_tokens\":50}",
                    "GEMINI_GENERATE_CONTENT|{\"contents\":[]}|{\"generationConfig\":{\"maxOutputTokens\":50},\"contents\":[]}",
                    "GEMINI_GENERATE_CONTENT|{\"generation_config\":{\"max_output_tokens\":99}}|{\"generation_config\":{\"max_output_tokens\":50}}",
                    "GEMINI_GENERATE_CONTENT|{\"generationConfig\":{}}|{\"generationConfig\":{\"maxOutputTokens\":50}}",
                    "GEMINI_GENERATE_CONTENT|{\"generationConfig\":null}|{\"generationConfig\":{\"maxOutputTokens\":50}}",
                    "OLLAMA|{\"options\":{\"num_predict\":-1}}|{\"options\":{\"num_predict\":50}}",
                    "BEDROCK_CONVERSE|{\"inferenceConfig\":{\"topP\":1}}|{\"inferenceConfig\":{\"maxTokens\":50,\"topP\":1}}",
                    "OPENAI_EMBEDDINGS|{\"model\":\"x\"}|{\"model\":\"x\"}",
                    "DEEPSEEK|{\"max_completion_tokens\":10}|{\"max_tokens\":50,\"max_completion_tokens\":10}",
                })
        void isLoweredOrAddedInTheProvidersWord(LlmApi api, String json, String expected) {
            assertThat(limited(api, json, 50)).isEqualTo(expected);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "[]", "{", "{\"a\":}", "{}{}", "{\"max_tokens\":1,\"max_tokens\":2}", "nul", "{\"a\":01}"
                })
        void leavesAloneWhatHasTwoReadingsOrNone(String json) {
            LlmRequestBody body = body(LlmApi.OPENAI_CHAT_COMPLETIONS, json);
            assertThat(body.request().uncountable()).contains("body");
            assertThat(body.withMaxOutput(5)).isSameAs(body.bytes());
        }
    }

    @Nested
    class TheRequest {
        @Test
        void saysWhatItAsksFor() {
            LlmRequest request = body(
                            LlmApi.OPENAI_CHAT_COMPLETIONS,
                            "{\"model\":\"gpt-6-sol\",\"max_tokens\":10,\"n\":3,\"service_tier\":\"flex\"}")
                    .request();
            assertThat(request.model()).isEqualTo("gpt-6-sol");
            assertThat(request.maxOutput()).isEqualTo(10);
            assertThat(request.choices()).isEqualTo(3);
            assertThat(request.serviceTier()).isEqualTo("flex");
            assertThat(request.unbounded()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "OPENAI_CHAT_COMPLETIONS|{\"messages\":[{\"content\":[{\"image_url\":{\"url\":\"http://x\"}}]}]}|image_url",
                    "OPENAI_CHAT_COMPLETIONS|{\"web_search_options\":{}}|web_search_options",
                    "OPENAI_RESPONSES|{\"previous_response_id\":\"r\"}|previous_response_id",
                    "OPENAI_RESPONSES|{\"tools\":[{\"type\":\"web_search\"}]}|web_search",
                    "ANTHROPIC_MESSAGES|{\"messages\":[{\"content\":[{\"source\":{\"type\":\"url\"}}]}]}|source",
                    "ANTHROPIC_MESSAGES|{\"tools\":[{\"type\":\"web_search_20250305\",\"max_uses\":3}]}|web_search_20250305",
                    // At any depth.
                    "ANTHROPIC_MESSAGES|{\"messages\":[{\"content\":[{\"type\":\"tool_result\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"content\",\"content\":[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"x\"}}]}}]}]}]}|source",
                    "ANTHROPIC_MESSAGES|{\"messages\":[{\"content\":{\"type\":\"image\",\"source\":{\"type\":\"file\",\"file_id\":\"f\"}}}]}|source",
                    "ANTHROPIC_MESSAGES|{\"system\":[{\"type\":\"hologram\",\"ref\":\"x\"}]}|hologram",
                    "OPENAI_CHAT_COMPLETIONS|{\"messages\":[{\"role\":\"assistant\",\"audio\":{\"id\":\"audio_abc\"}}]}|audio",
                    // What is kept by the provider.
                    "OPENAI_RESPONSES|{\"input\":[{\"id\":\"msg_1\"}]}|item_reference",
                    "OPENAI_RESPONSES|{\"input\":[{\"type\":null,\"id\":\"msg_1\"}]}|item_reference",
                    "OPENAI_RESPONSES|{\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]}|item_reference",
                    "OPENAI_RESPONSES|{\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[]}]}|item_reference",
                    "OPENAI_RESPONSES|{\"input\":[{\"type\":\"computer_call_output\",\"output\":{\"type\":\"computer_screenshot\",\"image_url\":\"x\"}}]}|image_url",
                    // One value where a list is expected.
                    "GEMINI_GENERATE_CONTENT|{\"contents\":{\"role\":\"user\",\"parts\":{\"fileData\":{\"fileUri\":\"x\"}}}}|fileData",
                    "GEMINI_GENERATE_CONTENT|{\"contents\":[{\"parts\":{\"functionResponse\":{\"parts\":{\"inlineData\":{}}}}}]}|inlineData",
                    "GEMINI_GENERATE_CONTENT|{\"tools\":{\"googleSearch\":{}}}|googleSearch",
                    "OLLAMA|{\"messages\":{\"images\":\"aa\"}}|image",
                    "OPENAI_EMBEDDINGS|{\"input\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"x\"}}]}]}|image_url",
                    "GEMINI_GENERATE_CONTENT|{\"tools\":[{\"googleSearch\":{}}]}|googleSearch",
                    "GEMINI_GENERATE_CONTENT|{\"cachedContent\":\"c\"}|cachedContent",
                    "GEMINI_GENERATE_CONTENT|{\"contents\":[{\"parts\":[{\"fileData\":{}}]}]}|fileData",
                    "BEDROCK_CONVERSE|{\"messages\":[{\"content\":[{\"image\":{}}]}]}|image",
                    "OLLAMA|{\"messages\":[{\"images\":[\"aa\"]}]}|image",
                })
        void namesWhatHasNoBound(LlmApi api, String json, String part) {
            assertThat(body(api, json).request().unbounded()).containsExactly(part);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "OPENAI_RESPONSES|{\"previous_response_id\":null,\"input\":\"image_url\"}",
                    "OPENAI_CHAT_COMPLETIONS|{\"tools\":[{\"type\":\"function\",\"function\":{\"parameters\":{\"image_url\":1}}}]}",
                    "OPENAI_CHAT_COMPLETIONS|{\"messages\":[{\"content\":\"{\\\"web_search_options\\\":{}}\"}]}",
                    "GEMINI_GENERATE_CONTENT|{\"tools\":[{\"functionDeclarations\":[{\"name\":\"googleSearch\"}]}]}",
                    "ANTHROPIC_MESSAGES|{\"tools\":[{\"name\":\"f\",\"input_schema\":{}},{\"type\":\"custom\"}]}",
                    "ANTHROPIC_MESSAGES|{\"system\":[{\"type\":\"text\",\"text\":\"a\",\"cache_control\":{\"type\":\"ephemeral\"}}]}",
                    "ANTHROPIC_MESSAGES|{\"messages\":[{\"content\":[{\"type\":\"tool_use\",\"input\":{\"type\":\"image\",\"source\":{\"type\":\"url\"},\"file_id\":\"f\"}}]}]}",
                    "ANTHROPIC_MESSAGES|{\"messages\":[{\"content\":[{\"type\":\"tool_result\",\"content\":[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"data\":\"a\"}}]}]}]}",
                    "ANTHROPIC_MESSAGES|{\"messages\":[{\"content\":[{\"type\":\"search_result\",\"source\":\"https://x\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]}]}",
                    "OPENAI_CHAT_COMPLETIONS|{\"messages\":[{\"role\":\"assistant\",\"content\":null,\"audio\":null,\"tool_calls\":[{\"type\":\"function\",\"function\":{\"arguments\":\"{}\"}}]}]}",
                    "OPENAI_RESPONSES|{\"input\":[{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\",\"annotations\":[{\"type\":\"file_citation\",\"file_id\":\"f\"}]}]}]}",
                    "OPENAI_RESPONSES|{\"input\":[{\"type\":\"function_call\",\"id\":\"fc_1\",\"arguments\":\"{}\"},{\"type\":\"function_call_output\",\"output\":\"a\"}]}",
                    "OPENAI_RESPONSES|{\"input\":[{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"a\"}]}",
                    "GEMINI_GENERATE_CONTENT|{\"contents\":[{\"parts\":[{\"functionResponse\":{\"response\":{\"fileData\":1}}},{\"functionCall\":{\"args\":{\"type\":\"image\"}}}]}]}",
                    "BEDROCK_CONVERSE|{\"messages\":[{\"content\":[{\"toolUse\":{\"input\":{\"image\":1}}},{\"toolResult\":{\"content\":[{\"json\":{\"document\":1}}]}}]}]}",
                    "COHERE_V2|{\"messages\":[{\"content\":[{\"type\":\"document\",\"document\":{\"data\":{\"type\":\"x\"}}}]}]}",
                })
        void takesTheSameNamesElsewhereForNothing(LlmApi api, String json) {
            assertThat(body(api, json).request().unbounded()).isEmpty();
        }
    }

    @Nested
    class WhatNobodyCanAssume {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "OPENAI_CHAT_COMPLETIONS|{\"n\":\"8\"}|n",
                    "OPENAI_CHAT_COMPLETIONS|{\"n\":1,\"n\":8}|body",
                    "ANTHROPIC_MESSAGES|{\"tools\":[{\"type\":\"web_search_20250305\"}]}|web_search_20250305 without max_uses",
                })
        void isToldApart(LlmApi api, String json, String part) {
            assertThat(body(api, json).request().uncountable()).containsExactly(part);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{\"prompt\":\"a\",\"n\":2}|2",
                    "{\"prompt\":[\"a\",\"b\",\"c\"],\"n\":2}|6",
                    "{\"prompt\":[1,2,3]}|1",
                    "{\"prompt\":[[1,2],[3]],\"best_of\":4}|8",
                })
        void isNotHowManyAnswersPromptsHave(String json, int answers) {
            LlmEndpoint completions = LlmEndpoint.find("POST", URI.create("https://api.openai.com/v1/completions"));
            LlmRequest request =
                    LlmRequestBody.of(completions, json.getBytes(UTF_8)).request();
            assertThat(request.choices()).isEqualTo(answers);
        }
    }

    @Nested
    class Searches {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "ANTHROPIC_MESSAGES|{\"tools\":[{\"type\":\"web_search_20250305\",\"max_uses\":3}]}|3",
                    "OPENAI_RESPONSES|{\"tools\":[{\"type\":\"web_search_preview\"}]}|10",
                    "OPENAI_RESPONSES|{\"tools\":[{\"type\":\"file_search\"}]}|0",
                    "OPENAI_CHAT_COMPLETIONS|{\"web_search_options\":{}}|10",
                    "XAI|{\"search_parameters\":{\"mode\":\"on\"}}|10",
                    "GEMINI_GENERATE_CONTENT|{\"tools\":[{\"googleSearch\":{}}]}|10",
                    "GEMINI_GENERATE_CONTENT|{\"tools\":[{\"google_search_retrieval\":{}}]}|10",
                })
        void areHeldForWhateverTheyAreCalled(LlmApi api, String json, long most) {
            assertThat(body(api, json).request().webSearches()).isEqualTo(most);
        }

        @Test
        void ofAnyNumberDoNotOverflow() {
            String tool = "{\"type\":\"web_search_20250305\",\"max_uses\":9007199254740992}";
            String json = "{\"tools\":[" + (tool + ",").repeat(1024) + tool + "]}";
            LlmRequest request = body(LlmApi.ANTHROPIC_MESSAGES, json).request();
            assertThat(request.webSearches()).isEqualTo(Long.MAX_VALUE);
        }
    }

    @Nested
    class TheModel {
        @ParameterizedTest
        @CsvSource({
            "OPENAI_CHAT_COMPLETIONS, gpt-4o, gpt-4o",
            "OPENAI_CHAT_COMPLETIONS,, declared",
            "AZURE_OPENAI_CHAT_COMPLETIONS, my-deployment, declared",
            "GEMINI_GENERATE_CONTENT, gemini-2.5-pro, declared",
        })
        void isTheOneThatIsBilled(LlmApi api, String inBody, String billed) {
            String json = inBody == null ? "{}" : "{\"model\":\"" + inBody + "\"}";
            LlmRequestBody body = LlmRequestBody.of(LlmEndpoint.of(api, "declared"), json.getBytes(UTF_8));
            assertThat(body.request().model()).isEqualTo(billed);
        }

        @Test
        void inThePathComesFirst() {
            LlmEndpoint endpoint = LlmEndpoint.find("POST", URI.create("https://g/v1beta/models/pro:generateContent"));
            LlmRequestBody body = LlmRequestBody.of(endpoint, "{\"model\":\"flash\"}".getBytes(UTF_8));
            assertThat(body.request().model()).isEqualTo("pro");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "ANTHROPIC_MESSAGES|{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":16000}}|16001",
                "ANTHROPIC_MESSAGES|{\"thinking\":{\"type\":\"disabled\"}}|-1",
                "GEMINI_GENERATE_CONTENT|{\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":500}}}|501",
                "GEMINI_GENERATE_CONTENT|{\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":-1}}}|-1",
            })
    void thinkingLeavesRoomForAnAnswer(LlmApi api, String json, long least) {
        assertThat(body(api, json).request().leastOutput()).isEqualTo(least);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"stream\":true}|{\"stream_options\":{\"include_usage\":true},\"stream\":true}",
                "{\"stream\":true,\"stream_options\":null}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream\":true,\"stream_options\":{\"include_usage\":false}}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream\":true,\"stream_options\":{}}|{\"stream\":true,\"stream_options\":{\"include_usage\":true}}",
                "{\"stream\":false}|{\"stream\":false}",
            })
    void aStreamIsAskedForItsUsage(String json, String expected) {
        byte[] asking =
                body(LlmApi.OPENAI_CHAT_COMPLETIONS, json).askingForUsage().bytes();
        assertThat(new String(asking, UTF_8)).isEqualTo(expected);
    }
}
