/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What a browser does with a cross-origin request, word by word from the Fetch standard and without regard to speed. It
 * shares nothing with the code it judges but the names of headers.
 */
final class Browser {
    private static final Set<String> SAFELISTED_METHODS = Set.of("GET", "HEAD", "POST");
    private static final Set<String> NORMALISED_METHODS = Set.of("DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT");
    private static final Set<String> SAFELISTED_HEADERS = Set.of("accept", "accept-language", "content-language");

    private final Function<Sent, Answer> server;

    Browser(Function<Sent, Answer> server) {
        this.server = server;
    }

    /** A page's call of {@code fetch}, its mode {@code cors} and its URL of another origin. */
    record Call(String origin, String method, List<String> headers, boolean credentialsIncluded) {}

    /** A request on the wire; the last two are null unless it is a preflight. */
    record Sent(String method, String origin, String requestMethod, String requestHeaders) {}

    /** A response: its status, and the value of a header or null. */
    record Answer(int status, Function<String, String> header) {}

    /** Whether the page gets to see the response. */
    boolean reads(Call call) {
        String method = normalised(call.method);
        Set<String> unsafe = unsafeNames(call.headers);
        if (!SAFELISTED_METHODS.contains(method) || !unsafe.isEmpty()) {
            String names = unsafe.isEmpty() ? null : String.join(",", unsafe);
            Answer preflight = server.apply(new Sent("OPTIONS", call.origin, method, names));
            if (!preflightAllows(preflight, call, method, unsafe)) {
                return false;
            }
        }
        return corsCheck(server.apply(new Sent(method, call.origin, null, null)), call);
    }

    // Section 2.2.1, "normalize a method".
    private static String normalised(String method) {
        String upper = method.toUpperCase(Locale.ROOT);
        return NORMALISED_METHODS.contains(upper) ? upper : method;
    }

    // Section 2.2.2, "CORS-unsafe request-header names": lower case, sorted, each once.
    private static Set<String> unsafeNames(List<String> headers) {
        Set<String> unsafe = new TreeSet<>();
        for (String name : headers) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!SAFELISTED_HEADERS.contains(lower)) {
                unsafe.add(lower);
            }
        }
        return unsafe;
    }

    // Section 4.8, "CORS-preflight fetch", step 7.
    private static boolean preflightAllows(Answer answer, Call call, String method, Set<String> unsafe) {
        if (!corsCheck(answer, call) || answer.status < 200 || answer.status > 299) {
            return false;
        }
        List<String> methods = list(answer.header.apply("Access-Control-Allow-Methods"));
        List<String> headers = list(answer.header.apply("Access-Control-Allow-Headers"));
        boolean methodCovered = methods.contains(method) || SAFELISTED_METHODS.contains(method);
        if (!methodCovered && (call.credentialsIncluded || !methods.contains("*"))) {
            return false;
        }
        for (String name : unsafe) {
            boolean named = headers.stream().anyMatch(name::equalsIgnoreCase);
            boolean wildcard = !call.credentialsIncluded && headers.contains("*") && !name.equals("authorization");
            if (!named && !wildcard) {
                return false;
            }
        }
        return true;
    }

    // Section 4.9, "CORS check".
    private static boolean corsCheck(Answer answer, Call call) {
        String origin = answer.header.apply("Access-Control-Allow-Origin");
        if (origin == null) {
            return false;
        }
        if (!call.credentialsIncluded && origin.equals("*")) {
            return true;
        }
        if (!call.origin.equals(origin)) {
            return false;
        }
        return !call.credentialsIncluded || "true".equals(answer.header.apply("Access-Control-Allow-Credentials"));
    }

    private static List<String> list(String value) {
        List<String> elements = new ArrayList<>();
        if (value != null) {
            Arrays.stream(value.split(",")).map(String::strip).forEach(elements::add);
        }
        return elements;
    }
}
