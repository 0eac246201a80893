/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import org.jspecify.annotations.Nullable;

/** Which types of content are made of the text that is in the request itself. All others may stand for anything. */
final class ContentTypes {
    private ContentTypes() {}

    static boolean isText(@Nullable String type) {
        if (type == null) {
            return false;
        }
        return switch (type) {
            case "text",
                    "input_text",
                    "output_text",
                    "refusal",
                    "summary_text",
                    "reasoning_text",
                    "reasoning",
                    "thinking",
                    "redacted_thinking",
                    "reference",
                    "message",
                    "content",
                    "function",
                    "custom",
                    "tool_use",
                    "server_tool_use",
                    "mcp_tool_use",
                    "search_result",
                    "mcp_list_tools",
                    "mcp_approval_request",
                    "mcp_approval_response",
                    // What is in it is looked at by itself.
                    "document" -> true;
            case "image_generation_call" -> false;
            default -> isCall(type);
        };
    }

    /** What a tool was told, and what it said. */
    private static boolean isCall(String type) {
        return type.endsWith("_call")
                || type.endsWith("_call_output")
                || type.endsWith("_result")
                || type.endsWith("_error")
                || type.endsWith("_output");
    }
}
