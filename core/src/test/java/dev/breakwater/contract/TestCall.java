/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One call of {@link TestApplication}, in the terms that every web stack has. An adapter's test module implements it over
 * its stack's own request and response, as an application of that stack would use them.
 */
public interface TestCall {
    /** The path within the application. */
    String path();

    /** The query string as sent. */
    @Nullable
    String query();

    /** The request's body. */
    InputStream body() throws IOException;

    /** What was published to the application under this name, or null. */
    @Nullable
    Object published(String name);

    /** Sets the status of the answer. */
    void status(int status);

    /** Sets a header; null removes it, or does what the stack does with null. */
    void setHeader(String name, @Nullable String value);

    /** Adds a line of a header. */
    void addHeader(String name, String value);

    /** Hands the request to the stack's error handling with this status. */
    void sendError(int status) throws IOException;

    /** Redirects. */
    void redirect(String location) throws IOException;

    /** States the length of the body; without it the stack sends a longer body in chunks. */
    void length(int bytes);

    /** Writes a part of the body. */
    void write(byte[] bytes) throws IOException;

    /** Sends what has been written so far to the client. */
    void flush() throws IOException;
}
