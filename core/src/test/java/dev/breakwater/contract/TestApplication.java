/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The application that {@link AdapterContract} calls. It has no state; an unknown path is answered as {@code /plain}. */
public final class TestApplication {
    /** The body of a plain answer. */
    public static final String PLAIN = "plain";

    /** The length of a large answer. */
    public static final int LARGE = 1_000_000;

    private static final byte[] BLOCK = new byte[10_000];

    private TestApplication() {}

    /** What the application throws; its message names it. */
    public static final class Failure extends RuntimeException {
        /** The same failure each time. */
        public Failure() {
            super("the application's own failure");
        }
    }

    /** Answers a call, or throws {@link Failure}. */
    public static void answer(TestCall call) throws IOException {
        switch (call.path()) {
            case "/throw" -> throw new Failure();
            case "/throw-after-commit" -> throwAfterCommit(call);
            case "/send-error" -> call.sendError(Integer.parseInt(String.valueOf(call.query())));
            case "/flush" -> flush(call);
            case "/redirect" -> call.redirect("/plain");
            case "/large" -> large(call, true);
            case "/chunked" -> large(call, false);
            case "/endless" -> endless(call);
            case "/upload" -> text(call, Long.toString(count(call.body())));
            case "/not-modified" -> call.status(304);
            case "/published" -> text(call, String.valueOf(call.published(String.valueOf(call.query()))));
            case "/amend-and-throw" -> amendAndThrow();
            case "/current" -> text(call, current());
            case "/headers" -> headers(call);
            default -> text(call, PLAIN);
        }
    }

    private static void throwAfterCommit(TestCall call) throws IOException {
        call.write(PLAIN.getBytes(StandardCharsets.US_ASCII));
        call.flush();
        throw new Failure();
    }

    private static void flush(TestCall call) throws IOException {
        call.write(new byte[] {'a'});
        call.flush();
        call.write(new byte[] {'b'});
    }

    private static void large(TestCall call, boolean lengthKnown) throws IOException {
        if (lengthKnown) {
            call.length(LARGE);
        }
        for (int sent = 0; sent < LARGE; sent += BLOCK.length) {
            call.write(BLOCK);
        }
    }

    private static void endless(TestCall call) throws IOException {
        while (true) {
            call.write(BLOCK);
            call.flush();
        }
    }

    private static long count(InputStream body) throws IOException {
        long count = 0;
        byte[] buffer = new byte[8192];
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
            count += read;
        }
        return count;
    }

    private static String current() {
        Exchange exchange = CurrentExchange.get();
        return exchange == null ? "none" : exchange.path();
    }

    private static void amendAndThrow() {
        amend("X-Amended", "yes");
        throw new Failure();
    }

    private static void amend(String name, String value) {
        Exchange exchange = CurrentExchange.get();
        if (exchange != null) {
            exchange.amend(HeaderRules.of(HeaderRule.pin(name, value)));
        }
    }

    // The query is a list of steps: set:NAME:VALUE, add:NAME:VALUE, null:NAME, amend:NAME:VALUE.
    private static void headers(TestCall call) throws IOException {
        for (String step : String.valueOf(call.query()).split("&")) {
            String[] parts = step.split(":");
            switch (parts[0]) {
                case "set" -> call.setHeader(parts[1], parts[2]);
                case "add" -> call.addHeader(parts[1], parts[2]);
                case "null" -> call.setHeader(parts[1], null);
                case "amend" -> amend(parts[1], parts[2]);
                default -> throw new IllegalArgumentException(step);
            }
        }
        text(call, PLAIN);
    }

    private static void text(TestCall call, String text) throws IOException {
        call.setHeader("Content-Type", "text/plain");
        call.write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
