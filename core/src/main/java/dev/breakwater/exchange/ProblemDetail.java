/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import dev.breakwater.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private final @Nullable String detail;
    private final List<Member> members;

    private ProblemDetail(String type, String title, int status, @Nullable String detail, List<Member> members) {
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

    /**
     * A problem of which the status says all that there is to say (RFC 9457 section 4.2.1).
     *
     * @param status from 400 to 599
     */
    public static ProblemDetail of(int status) {
        return new ProblemDetail("about:blank", ReasonPhrase.of(status), status, null, List.of());
    }

    /**
     * A problem whose kind the status says (RFC 9457 section 4.2.1).
     *
     * @param status from 400 to 599
     * @param detail what happened this time and what the client can do
     */
    public static ProblemDetail of(int status, String detail) {
        return of("about:blank", ReasonPhrase.of(status), status, detail);
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
        JsonWriter json =
                JsonWriter.object().put("type", type).put("title", title).put("status", status);
        if (detail != null) {
            json.put("detail", detail);
        }
        for (Member member : members) {
            json.put(member.name, member.values);
        }
        return json.end();
    }

    private record Member(String name, List<String> values) {}
}
