/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.GeneratedFile;
import dev.breakwater.config.ReferenceTable;
import dev.breakwater.config.SpringMetadata;
import dev.breakwater.spring.BreakwaterAutoConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Enumeration;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two documents that are made from the definitions of the keys. */
class ReferenceTest {
    private static final String METADATA = "META-INF/spring-configuration-metadata.json";

    @Test
    void theMetadataForIdesIsThatOfTheSchema() {
        GeneratedFile.at("src/main/resources/" + METADATA).is(SpringMetadata.json(BreakwaterSettings.schema()));
    }

    @Test
    void theReferenceHasTheTableOfTheSchema() {
        GeneratedFile.at("../docs/configuration.md")
                .hasBetween("<!-- keys -->", "<!-- /keys -->", ReferenceTable.markdown(BreakwaterSettings.schema()));
    }

    /** What Boot's annotation processor would write, if it were used here, would stand in its place. */
    @Test
    void theStarterCarriesTheMetadataAndAListOfSectionsIsAListToSpring() throws IOException {
        try (InputStream carried = besideTheStarter()) {
            assertThat(property(carried, "breakwater.rate-limit.policies")
                            .path("type")
                            .asString())
                    .startsWith("java.util.List<");
        }
    }

    private static JsonNode property(InputStream metadata, String name) {
        for (JsonNode property : new JsonMapper().readTree(metadata).path("properties")) {
            if (property.path("name").asString().equals(name)) {
                return property;
            }
        }
        throw new AssertionError("no property " + name);
    }

    /** Not any class path entry's: the one that the starter's own classes come with. */
    private static InputStream besideTheStarter() throws IOException {
        URL starter = BreakwaterAutoConfiguration.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation();
        Enumeration<URL> all =
                BreakwaterAutoConfiguration.class.getClassLoader().getResources(METADATA);
        while (all.hasMoreElements()) {
            URL one = all.nextElement();
            if (one.toString().contains(starter.getPath())) {
                return one.openStream();
            }
        }
        throw new AssertionError("no " + METADATA + " in " + starter);
    }
}
