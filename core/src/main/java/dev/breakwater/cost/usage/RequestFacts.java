/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.RequestValue.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a body says, put together while it is read. */
final class RequestFacts {
    /** What providers add of their own so that a model knows how to use tools, in tokens: a few hundred at most. */
    private static final long INSTRUCTIONS = 1024;

    private final LlmEndpoint endpoint;
    private final int length;
    private final List<String> unbounded = new ArrayList<>(0);
    private final List<String> uncountable = new ArrayList<>(0);
    private final List<RequestValue> otherTypes = new ArrayList<>(0);
    private int lastPart = -1;
    private boolean itemNamed;
    private boolean itemThere;
    private final List<RequestValue> limits = new ArrayList<>(1);
    private boolean broken;
    private boolean unlimited;
    private long limit = LlmRequest.UNLIMITED;
    private long choices = 1;
    private long prompts;
    private long thinking;
    private long instructions;
    private long webSearches;
    private boolean streamed;
    private @Nullable String model;
    private @Nullable String tier;
    private @Nullable String speed;
    private @Nullable String region;
    private @Nullable String toolType;
    private boolean toolTyped;
    private long toolUses;
    private @Nullable RequestValue whole;
    private @Nullable RequestValue container;
    private @Nullable RequestValue streamOptions;
    private @Nullable RequestValue usageAsked;

    private RequestFacts(LlmEndpoint endpoint, int length) {
        this.endpoint = endpoint;
        this.length = length;
    }

    static RequestFacts read(LlmEndpoint endpoint, byte[] body) {
        RequestFacts facts = new RequestFacts(endpoint, body.length);
        if (!RequestScanner.read(body, RequestShapes.of(endpoint.dialect()), facts)) {
            facts.broken = true;
        }
        return facts;
    }

    /** The same thing is said twice. */
    void ambiguous() {
        broken = true;
    }

    void whole(RequestValue value) {
        whole = value;
    }

    void model(RequestValue value) {
        model = value.text();
    }

    void tier(RequestValue value) {
        tier = value.text();
    }

    void speed(RequestValue value) {
        speed = value.text();
    }

    void region(RequestValue value) {
        region = value.text();
    }

    void streamed(RequestValue value) {
        streamed = value.kind() == Kind.TRUE;
    }

    void streamOptions(RequestValue value) {
        streamOptions = value;
    }

    void usageAsked(RequestValue value) {
        usageAsked = value;
    }

    /** The object in which the limit is. */
    void container(RequestValue value) {
        if (container != null || (value.kind() != Kind.OBJECT && value.kind() != Kind.NULL)) {
            broken = true;
        }
        container = value;
    }

    /**
     * A limit to the output.
     *
     * @param own whether it is in the field that would be added if there were none
     */
    void limit(RequestValue value, boolean own) {
        if (value.kind() == Kind.NULL && !own) {
            return;
        }
        limits.add(value);
        // What is not a plain number may be read as anything, and Google takes zero for none.
        if (value.count() < 0 || (value.count() == 0 && endpoint.dialect() == RequestDialect.GEMINI)) {
            unlimited = true;
        } else {
            limit = Math.max(limit, value.count());
        }
    }

    /** Whether the API goes by this name; what it does not know is no limit. */
    boolean isLimit(String name) {
        return endpoint.dialect().isLimit(endpoint.api(), name);
    }

    boolean isOwnLimit(String name) {
        return name.equals(endpoint.dialect().limit(endpoint.api()));
    }

    void choices(RequestValue value) {
        if (value.count() > 0 && value.count() <= Integer.MAX_VALUE) {
            choices = Math.max(choices, value.count());
        } else if (value.kind() != Kind.NULL) {
            uncountable.add("n");
        }
    }

    /** Each text of a list, or each list of tokens, is answered by itself. */
    void prompt(RequestValue value) {
        if (value.kind() == Kind.TEXT || value.kind() == Kind.LIST) {
            prompts++;
        }
    }

    /** Output that is thought away, and that a limit must leave room for. */
    void thinking(RequestValue value) {
        thinking = Math.max(thinking, value.count());
    }

    /** A part that can add what nobody knows before. */
    void part(String name, RequestValue value) {
        if (value.isThere()) {
            lastPart = Math.max(lastPart, value.from());
            noted(name);
        }
    }

    private void noted(String name) {
        unbounded.add(name);
        if (Searches.isOne(name)) {
            search(Searches.ASSUMED);
        }
    }

    private void search(long most) {
        webSearches = Math.min(webSearches, Long.MAX_VALUE - most) + most;
    }

    /** What an object among the content says that it is, before the object has been read to its end. */
    void contentType(RequestValue type) {
        if (type.isThere() && !ContentTypes.isText(type.text())) {
            otherTypes.add(type);
        }
    }

    /** What is of no known type is a part, unless it is known what of it is one. */
    void content(RequestValue object) {
        for (int last = otherTypes.size() - 1; last >= 0 && otherTypes.get(last).from() > object.from(); last--) {
            RequestValue type = otherTypes.remove(last);
            if (lastPart < object.from()) {
                part(type.text() == null ? "type" : type.text(), type);
            }
        }
    }

    void itemId(RequestValue value) {
        itemNamed = value.isThere();
    }

    void itemContent(RequestValue value) {
        itemThere |= value.isThere();
    }

    /** An item that has an id and nothing else is one that the provider has kept. */
    void item(RequestValue value) {
        if (itemNamed && !itemThere) {
            part("item_reference", value);
        }
        itemNamed = false;
        itemThere = false;
    }

    void toolType(RequestValue value) {
        // Two types are none that is known.
        toolType = toolTyped ? null : value.text();
        toolTyped = value.isThere();
    }

    void toolUses(RequestValue value) {
        toolUses = value.count();
    }

    /** A tool has been read. */
    void tool(ToolKind kinds) {
        String type = toolType;
        boolean typed = toolTyped;
        long uses = toolUses;
        toolType = null;
        toolTyped = false;
        toolUses = 0;
        if (instructions == 0) {
            instructions = INSTRUCTIONS;
        }
        if (!typed || kinds.isCallers(type)) {
            return;
        }
        if (type != null && kinds.isRunByCaller(type)) {
            instructions += INSTRUCTIONS;
            return;
        }
        if (kinds == ToolKind.ANTHROPIC && type != null && type.startsWith("web_search")) {
            anthropicSearch(type, uses);
        } else {
            noted(type == null ? "tool" : type);
        }
    }

    private void anthropicSearch(String type, long uses) {
        unbounded.add(type);
        if (uses > 0) {
            search(uses);
        } else {
            uncountable.add(type + " without max_uses");
        }
    }

    /** Which tools cost no more than their tokens. */
    enum ToolKind {
        /** Of OpenAI and those who speak like it. */
        OPENAI,
        /** Of Anthropic. */
        ANTHROPIC;

        boolean isCallers(@Nullable String type) {
            return "custom".equals(type) || ("function".equals(type) && this == OPENAI);
        }

        /** Known to the model, whose provider describes it at length, but run by the caller. */
        boolean isRunByCaller(String type) {
            if (this == OPENAI) {
                return type.equals("local_shell") || type.equals("apply_patch") || type.startsWith("computer");
            }
            return type.startsWith("bash_")
                    || type.startsWith("text_editor_")
                    || type.startsWith("computer_")
                    || type.startsWith("memory_");
        }
    }

    LlmRequest toRequest() {
        LlmRequest.Builder request = LlmRequest.of(endpoint.api(), name())
                .inputTokens(length + instructions)
                .maxOutput(maxOutput())
                .leastOutput(thinking > 0 ? thinking + 1 : LlmRequest.UNLIMITED)
                .serviceTier(tier)
                .speed(speed)
                .region(region)
                .webSearches(webSearches);
        if (broken) {
            request.uncountable("body");
        }
        long answers = choices * Math.max(1, prompts);
        if (answers <= Integer.MAX_VALUE) {
            request.choices((int) answers);
        } else {
            request.uncountable("n");
        }
        if (endpoint.api() == LlmApi.PERPLEXITY) {
            // Whatever is asked, it searches; the fee is that of the call.
            request.unbounded("search");
        }
        unbounded.forEach(request::unbounded);
        uncountable.forEach(request::uncountable);
        return request.build();
    }

    private String name() {
        String named = endpoint.model(model);
        return named == null ? "" : named;
    }

    private long maxOutput() {
        if (endpoint.dialect() == RequestDialect.EMBEDDINGS) {
            return 0;
        }
        return unlimited || broken ? LlmRequest.UNLIMITED : limit;
    }

    boolean canLimit() {
        return !broken && endpoint.dialect().limit(endpoint.api()) != null;
    }

    byte[] limited(byte[] body, long tokens) {
        RequestDialect dialect = endpoint.dialect();
        String field = dialect.limit(endpoint.api());
        RequestValue object = whole;
        if (broken || field == null || object == null) {
            return body;
        }
        BodyEdits edits = new BodyEdits();
        if (limits.isEmpty()) {
            add(edits, object, dialect.container(), field, tokens);
        }
        for (RequestValue there : limits) {
            if (there.count() < 0 || there.count() > tokens || (there.count() == 0 && unlimited)) {
                edits.replace(there, Long.toString(tokens));
            }
        }
        return edits.apply(body);
    }

    private void add(BodyEdits edits, RequestValue object, @Nullable String name, String field, long tokens) {
        String value = Long.toString(tokens);
        RequestValue inner = container;
        if (name == null) {
            edits.insert(object, field, value);
        } else if (inner == null) {
            edits.insert(object, name, "{\"" + field + "\":" + value + "}");
        } else if (inner.kind() == Kind.NULL) {
            edits.replace(inner, "{\"" + field + "\":" + value + "}");
        } else {
            edits.insert(inner, field, value);
        }
    }

    byte[] askingForUsage(byte[] body) {
        RequestValue object = whole;
        if (broken || !streamed || object == null || !isSilent()) {
            return body;
        }
        BodyEdits edits = new BodyEdits();
        RequestValue options = streamOptions;
        if (options == null) {
            edits.insert(object, "stream_options", "{\"include_usage\":true}");
        } else if (options.kind() == Kind.NULL) {
            edits.replace(options, "{\"include_usage\":true}");
        } else if (usageAsked == null && options.kind() == Kind.OBJECT) {
            edits.insert(options, "include_usage", "true");
        } else if (usageAsked != null && usageAsked.kind() != Kind.TRUE) {
            edits.replace(usageAsked, "true");
        }
        return edits.apply(body);
    }

    /** Whether its streams tell no usage unless they are asked to. */
    private boolean isSilent() {
        return switch (endpoint.api()) {
            case OPENAI_CHAT_COMPLETIONS, AZURE_OPENAI_CHAT_COMPLETIONS, DEEPSEEK ->
                endpoint.dialect() == RequestDialect.CHAT;
            default -> false;
        };
    }
}
