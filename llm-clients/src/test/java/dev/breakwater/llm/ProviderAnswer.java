/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one provider answers one request, in the shape that it documents.
 *
 * @param api what was called
 * @param model the model that was asked for
 * @param isStreamed whether events are wanted
 * @param tells whether a stream ends with its usage, which OpenAI's chats have to be asked for
 * @param tools whether the model may call some
 * @param maxOutput how many tokens the request allows
 */
record ProviderAnswer(Api api, String model, boolean isStreamed, boolean tells, boolean tools, long maxOutput) {
    private static final Pattern GEMINI = Pattern.compile("/models/([^/:]+):(\\w+)");
    private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]+)\"");
    private static final Pattern MAX_OUTPUT = Pattern.compile(
            "\"(?:max_tokens|max_completion_tokens|max_output_tokens|maxOutputTokens)\"\\s*:\\s*(\\d+)");

    enum Api {
        CHAT,
        RESPONSES,
        EMBEDDINGS,
        MESSAGES,
        GEMINI
    }

    static ProviderAnswer to(String path, String body) {
        Matcher gemini = GEMINI.matcher(path);
        boolean google = gemini.find();
        boolean streamed =
                google ? gemini.group(2).equals("streamGenerateContent") : has(body, "\"stream\"\\s*:\\s*true");
        return new ProviderAnswer(
                google ? Api.GEMINI : api(path),
                google ? gemini.group(1) : first(MODEL, body, ""),
                streamed,
                has(body, "\"include_usage\"\\s*:\\s*true"),
                body.contains("\"tools\""),
                Long.parseLong(first(MAX_OUTPUT, body, "4096")));
    }

    private static Api api(String path) {
        return switch (path) {
            case "/v1/chat/completions" -> Api.CHAT;
            case "/v1/responses" -> Api.RESPONSES;
            case "/v1/embeddings" -> Api.EMBEDDINGS;
            case "/v1/messages" -> Api.MESSAGES;
            default -> throw new IllegalArgumentException("path: " + path);
        };
    }

    private static boolean has(String body, String pattern) {
        return Pattern.compile(pattern).matcher(body).find();
    }

    private static String first(Pattern pattern, String text, String otherwise) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : otherwise;
    }

    /** The answer, event by event if it is streamed. */
    List<String> parts(Used used) {
        return switch (api) {
            case CHAT -> isStreamed ? chatEvents(used) : List.of(chat(used));
            case RESPONSES -> isStreamed ? responseEvents(used) : List.of(response("completed", used));
            case EMBEDDINGS -> List.of(embedding(used));
            case MESSAGES -> isStreamed ? messageEvents(used) : List.of(message(used));
            case GEMINI -> isStreamed ? geminiEvents(used) : List.of(gemini(used, "STOP"));
        };
    }

    private String chat(Used used) {
        String said = tools
                ? "\"content\":null,\"tool_calls\":[{\"id\":\"call_1\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"weather\",\"arguments\":\"{}\"}}]"
                : "\"content\":\"Hello.\"";
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"" + model
                + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"refusal\":null," + said
                + "},\"logprobs\":null,\"finish_reason\":\"" + (tools ? "tool_calls" : "stop") + "\"}],\"usage\":"
                + chatUsage(used) + "}";
    }

    private static String chatUsage(Used used) {
        return "{\"prompt_tokens\":" + used.input() + ",\"completion_tokens\":" + used.output() + ",\"total_tokens\":"
                + (used.input() + used.output()) + ",\"prompt_tokens_details\":{\"cached_tokens\":" + used.cached()
                + "},\"completion_tokens_details\":{\"reasoning_tokens\":" + used.reasoning() + "}}";
    }

    private List<String> chatEvents(Used used) {
        return List.of(
                chatEvent(
                        "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"Hel\"},\"finish_reason\":null}]",
                        "null"),
                chatEvent("[{\"index\":0,\"delta\":{\"content\":\"lo.\"},\"finish_reason\":null}]", "null"),
                chatEvent("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", "null"),
                tells ? chatEvent("[]", chatUsage(used)) : ": nobody asked\n\n",
                "data: [DONE]\n\n");
    }

    private String chatEvent(String choices, String usage) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"" + model
                + "\",\"choices\":" + choices + ",\"usage\":" + usage + "}\n\n";
    }

    private String response(String status, Used used) {
        String usage = used == null
                ? "null"
                : "{\"input_tokens\":" + used.input() + ",\"input_tokens_details\":{\"cached_tokens\":" + used.cached()
                        + "},\"output_tokens\":" + used.output() + ",\"output_tokens_details\":{\"reasoning_tokens\":"
                        + used.reasoning() + "},\"total_tokens\":" + (used.input() + used.output()) + "}";
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"status\":\"" + status
                + "\",\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"metadata\":{},\"model\":\""
                + model + "\",\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":"
                + "\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"Hello.\",\"annotations\":[]}]}],"
                + "\"parallel_tool_calls\":true,\"temperature\":1.0,\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,"
                + "\"usage\":" + usage + "}";
    }

    private List<String> responseEvents(Used used) {
        return List.of(
                event("response.created", ",\"sequence_number\":0,\"response\":" + response("in_progress", null)),
                event(
                        "response.output_text.delta",
                        ",\"sequence_number\":1,\"item_id\":\"msg_1\",\"output_index\":0,"
                                + "\"content_index\":0,\"delta\":\"Hello.\",\"logprobs\":[]"),
                event("response.completed", ",\"sequence_number\":2,\"response\":" + response("completed", used)));
    }

    private String embedding(Used used) {
        return "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,0.25]}],"
                + "\"model\":\"" + model + "\",\"usage\":{\"prompt_tokens\":" + used.input() + ",\"total_tokens\":"
                + used.input() + "}}";
    }

    private String message(Used used) {
        String said = tools
                ? "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}"
                : "{\"type\":\"text\",\"text\":\"Hello.\",\"citations\":null}";
        return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"" + model
                + "\",\"content\":[" + said + "],\"stop_reason\":\"" + (tools ? "tool_use" : "end_turn")
                + "\",\"stop_sequence\":null,\"usage\":" + messageUsage(used, used.output()) + "}";
    }

    private static String messageUsage(Used used, long output) {
        return "{\"input_tokens\":" + used.fresh() + ",\"cache_creation_input_tokens\":" + used.written()
                + ",\"cache_read_input_tokens\":" + used.cached()
                + ",\"cache_creation\":{\"ephemeral_5m_input_tokens\":"
                + used.written() + ",\"ephemeral_1h_input_tokens\":0},\"output_tokens\":" + output
                + ",\"service_tier\":\"standard\"}";
    }

    private List<String> messageEvents(Used used) {
        String begun = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"" + model
                + "\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":" + messageUsage(used, 1)
                + "}";
        return List.of(
                event("message_start", ",\"message\":" + begun),
                event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                event("content_block_delta", ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hello.\"}"),
                event("ping", ""),
                event("content_block_stop", ",\"index\":0"),
                event(
                        "message_delta",
                        ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":"
                                + messageUsage(used, used.output())),
                event("message_stop", ""));
    }

    private static String event(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + fields + "}\n\n";
    }

    private String gemini(Used used, String finished) {
        String part = tools ? "{\"functionCall\":{\"name\":\"weather\",\"args\":{}}}" : "{\"text\":\"Hello.\"}";
        return "{\"candidates\":[{\"content\":{\"parts\":[" + part + "],\"role\":\"model\"},\"index\":0"
                + (finished == null ? "" : ",\"finishReason\":\"" + finished + "\"") + "}],\"usageMetadata\":{"
                + "\"promptTokenCount\":" + used.input() + ",\"candidatesTokenCount\":" + used.visible()
                + ",\"thoughtsTokenCount\":" + used.reasoning() + ",\"cachedContentTokenCount\":" + used.cached()
                + ",\"totalTokenCount\":" + (used.input() + used.output()) + "},\"modelVersion\":\"" + model
                + "\",\"responseId\":\"gem_1\"}";
    }

    private List<String> geminiEvents(Used used) {
        Used begun = new Used(used.fresh(), used.cached(), used.written(), used.visible() / 2, used.reasoning());
        return List.of(
                "data: " + gemini(begun, null) + "\r\n\r\n",
                "data: " + gemini(begun, null) + "\r\n\r\n",
                "data: " + gemini(begun, null) + "\r\n\r\n",
                "data: " + gemini(used, "STOP") + "\r\n\r\n");
    }
}
