/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is searched for; equal ones share a cached answer.
 *
 * @param parameters names and values as Doffin's API understands them, in one order whatever the client's was
 * @param page which page, from 1
 * @param hits how many notices a page has
 */
record Search(List<Parameter> parameters, int page, int hits) {
    Search {
        parameters = List.copyOf(parameters);
    }

    /** A parameter of Doffin's API. */
    record Parameter(String name, String value) {}

    /** As the query of a request to Doffin. */
    String query() {
        return parameters.stream()
                .map(parameter -> parameter.name() + '=' + encoded(parameter.value()))
                .collect(Collectors.joining("&", "", "&page=" + page + "&numHitsPerPage=" + hits));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
