/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import dev.breakwater.cost.usage.UsageReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** A payload as its provider documents it, and what a person derived from it: a line of {@code expected.txt}. */
record GoldenUsage(LlmApi api, Path file, byte[] body, List<String> columns) {
    private static final String UNCHECKED = "?";

    static List<GoldenUsage> all() throws IOException, URISyntaxException {
        Path root = Path.of(
                Objects.requireNonNull(GoldenUsage.class.getResource("golden")).toURI());
        List<GoldenUsage> all = new ArrayList<>();
        try (Stream<Path> apis = Files.list(root)) {
            for (Path api : apis.sorted().toList()) {
                all.addAll(of(api));
            }
        }
        return all;
    }

    private static List<GoldenUsage> of(Path folder) throws IOException {
        LlmApi api = LlmApi.valueOf(
                folder.getFileName().toString().toUpperCase(Locale.ROOT).replace('-', '_'));
        List<GoldenUsage> all = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("expected.txt"), UTF_8)) {
            List<String> columns =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            if (!line.startsWith("#") && !columns.get(0).equals("file")) {
                Path file = folder.resolve(columns.get(0));
                all.add(new GoldenUsage(api, file, Files.readAllBytes(file), columns));
            }
        }
        return all;
    }

    Quality quality() {
        return Quality.valueOf(columns.get(1));
    }

    boolean isDocument() {
        return file.toString().endsWith(".json");
    }

    /** What it costs in nano-dollars; null if that is not looked at. */
    Long nanoUsd() {
        return columns.get(3).equals("-") ? null : Long.valueOf(columns.get(3));
    }

    /** The model that is asked for: the one that answers, or, where no answer says that, one with a price. */
    String asked() {
        String answering = UsageReader.read(api, body).responseModel();
        if (answering != null) {
            return answering;
        }
        return switch (api) {
            case COHERE_V2 -> "command-a";
            case BEDROCK_CONVERSE -> "amazon.nova-pro";
            default -> "";
        };
    }

    /** What is expected, and what is not looked at taken from what was read. */
    TokenUsage expected(TokenUsage read) {
        TokenUsage.Builder usage = TokenUsage.builder().quality(quality());
        read.modalities().forEach(usage::modality);
        tokens(usage, read);
        for (String each : words(columns.get(7))) {
            more(usage, each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        return usage.serviceTier(column(4, read.serviceTier()))
                .responseModel(column(5, read.responseModel()))
                .responseId(column(6, read.responseId()))
                .build();
    }

    private String column(int index, String read) {
        String value = columns.get(index);
        return value.equals("-") ? null : value.equals(UNCHECKED) ? read : value;
    }

    private void tokens(TokenUsage.Builder usage, TokenUsage read) {
        if (!columns.get(2).equals(UNCHECKED)) {
            for (String each : words(columns.get(2))) {
                String[] parts = each.split("[.=]");
                Modality modality = parts.length == 3 ? Modality.valueOf(parts[1]) : Modality.TEXT;
                usage.tokens(TokenClass.valueOf(parts[0]), modality, Long.parseLong(parts[parts.length - 1]));
            }
            return;
        }
        for (TokenClass tokenClass : TokenClass.values()) {
            for (Modality modality : Modality.values()) {
                usage.tokens(tokenClass, modality, read.tokens(tokenClass, modality));
            }
        }
    }

    private static List<String> words(String column) {
        return column.equals("-") ? List.of() : List.of(column.split(" "));
    }

    private static void more(TokenUsage.Builder usage, String name, String value) {
        switch (name) {
            case "searches" -> usage.webSearches(Long.parseLong(value));
            case "tools" -> usage.toolCalls(Long.parseLong(value));
            case "reported" -> usage.reportedNanoUsd(Long.parseLong(value));
            case "speed" -> usage.speed(value);
            case "region" -> usage.region(value);
            default -> throw new IllegalArgumentException(name);
        }
    }

    @Override
    public String toString() {
        return api + " " + columns.get(0) + ": " + columns.get(columns.size() - 1);
    }
}
