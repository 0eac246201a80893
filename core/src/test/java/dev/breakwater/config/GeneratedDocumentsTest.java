/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class GeneratedDocumentsTest {
    private static final String JSON = SpringMetadata.json(Sample.SCHEMA);
    private static final String TABLE = ReferenceTable.markdown(Sample.SCHEMA);

    @Test
    void theMetadataIsJson() {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), JSON)) {
            int tokens = 0;
            while (json.nextToken() != null) {
                tokens++;
            }
            assertThat(tokens).isPositive();
        }
    }

    @Test
    void theMetadataFollowsSpringsFormat() {
        assertThat(JSON.lines())
                .contains(
                        "{\"groups\":[",
                        "{\"name\":\"breakwater.rate-limit\",\"description\":\"Rate limit.\"},",
                        "],\"properties\":[",
                        "{\"name\":\"breakwater.rate-limit.max-keys\",\"type\":\"java.lang.Integer\","
                                + "\"description\":\"Cap.\",\"defaultValue\":100},",
                        "{\"name\":\"breakwater.rate-limit.policies\",\"type\":\"java.util.List<java.util.Map<"
                                + "java.lang.String,java.lang.Object>>\",\"description\":\"Policies.\"},",
                        "{\"name\":\"breakwater.rate-limit.policies[].name\",\"type\":\"java.lang.String\","
                                + "\"description\":\"Name.\"},",
                        "{\"name\":\"breakwater.cors.policies[].allowed-methods\",\"type\":\"java.util.List<"
                                + "java.lang.String>\",\"description\":\"Methods.\",\"defaultValue\":[\"GET\",\"HEAD\","
                                + "\"POST\"]},",
                        "{\"name\":\"breakwater.headers.set\",\"type\":\"java.util.Map<java.lang.String,"
                                + "java.lang.String>\",\"description\":\"Extra headers.\"},",
                        "{\"name\":\"breakwater.upstreams.NAME.timeout\",\"type\":\"java.time.Duration\","
                                + "\"description\":\"Timeout.\",\"defaultValue\":\"30s\"},",
                        "],\"hints\":[",
                        "{\"name\":\"breakwater.request-log.format\",\"values\":[{\"value\":\"json\"},"
                                + "{\"value\":\"text\"}]}");
    }

    @Test
    void theTableHasARowPerKey() {
        assertThat(TABLE.lines())
                .contains(
                        "| `enabled` | true or false | `true` | Master switch of all protections. |",
                        "| `service.name` | a text | from SERVICE_NAME | Name of the service, shown in"
                                + " health and logs. |",
                        "| `rate-limit.policies[].name` | a text | required | Name. |",
                        "| `rate-limit.policies[].burst` | a whole number from 1 to 1000 | none | Burst. |",
                        "| `rate-limit.policies[].limits` | a list, each a text | empty | Limits. |",
                        "| `headers.set.NAME` | a text | empty | Extra headers. |",
                        "| `upstreams.NAME.timeout` | a duration such as 30s, from 1ms to 1h | `30s` | Timeout. |");
    }

    @Test
    void bothHaveEveryKey() {
        List<String> keys = Sample.SCHEMA.documented().stream()
                .filter(documented -> documented.definition() instanceof Key<?>)
                .map(Schema.Documented::path)
                .toList();
        assertThat(keys).hasSizeGreaterThan(20);
        for (String key : keys) {
            assertThat(JSON).contains("\"breakwater." + key + "\"");
            assertThat(TABLE).containsPattern("\\| `" + java.util.regex.Pattern.quote(key) + "(\\.NAME)?` \\|");
        }
    }

    @Nested
    class Committed {
        @TempDir
        Path directory;

        @Test
        void aFileThatDiffersSaysHowToRewriteIt() throws IOException {
            Path file = Files.writeString(directory.resolve("a.md"), "old");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> new GeneratedFile(file, false).is("new"))
                    .withMessageContaining("-Drewrite-generated=true");
            new GeneratedFile(file, true).is("new");
            new GeneratedFile(file, false).is("new");
        }

        @Test
        void aPartOfAFileIsRewrittenAlone() throws IOException {
            Path file = Files.writeString(directory.resolve("a.md"), "head\n<!-- a -->\nold\n<!-- b -->\ntail\n");
            new GeneratedFile(file, true).hasBetween("<!-- a -->", "<!-- b -->", "new\n");
            assertThat(file).hasContent("head\n<!-- a -->\nnew\n<!-- b -->\ntail\n");
            assertThatExceptionOfType(AssertionError.class)
                    .isThrownBy(() -> new GeneratedFile(file, true).hasBetween("<!-- x -->", "<!-- b -->", ""));
        }
    }
}
