/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import dev.breakwater.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A refusal that a program can read (RFC 9457). It says what happened and what to do, and never echoes what the client
 * sent. Immutable.
 */
public final class ProblemDetail {
    /** The media type of {@link #toJson()}. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private final String type;
    private final String title;
    private final int status;
    private final String detail;
    private final List<Member> members;

    private ProblemDetail(String type, String title, int status, String detail, List<Member> members) {
        this.type = type;
        this.title = title;
        this.status = status;
        this.detail = detail;
        this.members = members;
    }

    /**
     * A problem.
     *
     * @param type a URI that names the kind of problem; {@code about:blank} if the status says it all
     * @param title the kind in a few words, the same each time
     * @param status the HTTP status
     * @param detail what happened this time and what the client can do
     */
    public static ProblemDetail of(String type, String title, int status, String detail) {
        return new ProblemDetail(type, title, status, detail, List.of());
    }

    /** The same with an extension member. */
    public ProblemDetail with(String name, List<String> values) {
        List<Member> more = new ArrayList<>(members);
        more.add(new Member(name, List.copyOf(values)));
        return new ProblemDetail(type, title, status, detail, List.copyOf(more));
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The problem as one JSON object. */
    public String toJson() {
        JsonWriter json = JsonWriter.object()
                .put("type", type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
        for (Member member : members) {
            json.put(member.name, member.values);
        }
        return json.end();
    }

    private record Member(String name, List<String> values) {}
}
