/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.standin;

import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for KLASS, the classifications of Statistics Norway: {@code GET /v1/classifications/104/codesAt.json}. Of the
 * larger classifications it has a few codes only.
 */
public final class KlassStandIn extends StandIn {
    private static final Map<String, List<String>> CODES = Map.of(
            "104",
            List.of(
                    "03 Oslo",
                    "11 Rogaland",
                    "15 Møre og Romsdal",
                    "18 Nordland - Nordlánnda",
                    "31 Østfold",
                    "32 Akershus",
                    "33 Buskerud",
                    "34 Innlandet",
                    "39 Vestfold",
                    "40 Telemark",
                    "42 Agder",
                    "46 Vestland",
                    "50 Trøndelag - Trööndelage",
                    "55 Troms - Romsa - Tromssa",
                    "56 Finnmark - Finnmárku - Finmarkku"),
            "131",
            List.of("0301 Oslo", "1103 Stavanger", "4601 Bergen", "5001 Trondheim - Tråante"),
            "6",
            List.of("62 Tjenester tilknyttet informasjonsteknologi", "63 Informasjonstjenester"));

    /** Starts it. */
    public KlassStandIn() {
        start();
    }

    /** Where it is. */
    public URI url() {
        return url("/api/klass");
    }

    @Override
    Answer answer(HttpExchange call) {
        List<String> codes = codes(call.getRequestURI().getPath());
        String query = String.valueOf(call.getRequestURI().getQuery());
        if (codes == null || !query.startsWith("date=")) {
            return new Answer(404, Map.of("error", "not found"));
        }
        List<Map<String, @Nullable Object>> list = new ArrayList<>();
        codes.forEach(code -> list.add(code(code)));
        return new Answer(200, Map.of("codes", list));
    }

    private static @Nullable List<String> codes(String path) {
        String before = "/api/klass/v1/classifications/";
        String after = "/codesAt.json";
        return path.startsWith(before) && path.endsWith(after)
                ? CODES.get(path.substring(before.length(), path.length() - after.length()))
                : null;
    }

    private static Map<String, @Nullable Object> code(String text) {
        int space = text.indexOf(' ');
        Map<String, @Nullable Object> code = new LinkedHashMap<>();
        code.put("code", text.substring(0, space));
        code.put("parentCode", null);
        code.put("level", "1");
        code.put("name", text.substring(space + 1));
        code.put("shortName", "");
        code.put("presentationName", "");
        code.put("validFrom", null);
        code.put("validTo", null);
        code.put("notes", "");
        return code;
    }
}
