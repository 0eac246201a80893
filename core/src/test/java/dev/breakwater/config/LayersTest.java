/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LayersTest {
    @TempDir
    Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Properties system = new Properties();
    private String[] arguments = {};
    private Map<String, String> builder = Map.of();

    /** The sources of service.name, the lowest first. */
    private enum Source {
        CLASS_PATH {
            @Override
            void give(LayersTest test) throws IOException {
                Files.writeString(Files.createDirectories(test.classPath()).resolve("breakwater.yaml"), YAML);
            }
        },
        YAML_FILE {
            @Override
            void give(LayersTest test) throws IOException {
                Files.writeString(test.directory.resolve("breakwater.yaml"), YAML);
            }
        },
        PROPERTIES_FILE {
            @Override
            void give(LayersTest test) throws IOException {
                Files.writeString(test.directory.resolve("breakwater.properties"), "breakwater.service.name=x");
            }
        },
        GUIDES {
            @Override
            void give(LayersTest test) {
                test.environment.put("SERVICE_NAME", "x");
            }
        },
        ENVIRONMENT {
            @Override
            void give(LayersTest test) {
                test.environment.put("BREAKWATER_SERVICE_NAME", "x");
            }
        },
        SYSTEM_PROPERTY {
            @Override
            void give(LayersTest test) {
                test.system.setProperty("breakwater.service.name", "x");
            }
        },
        COMMAND_LINE {
            @Override
            void give(LayersTest test) {
                test.arguments = new String[] {"server", "--breakwater.service.name=x", "--other=y"};
            }
        },
        BUILDER {
            @Override
            void give(LayersTest test) {
                test.builder = Map.of("service.name", "x");
            }
        };

        private static final String YAML = "breakwater:\n  service:\n    name: x\n";

        abstract void give(LayersTest test) throws IOException;

        private String origin() {
            return switch (this) {
                case CLASS_PATH, YAML_FILE -> "breakwater.yaml, line 3";
                case PROPERTIES_FILE -> "breakwater.properties";
                case GUIDES -> "environment variable SERVICE_NAME";
                case ENVIRONMENT -> "environment variable BREAKWATER_SERVICE_NAME";
                case SYSTEM_PROPERTY -> "system property breakwater.service.name";
                case COMMAND_LINE -> "command line argument --breakwater.service.name";
                case BUILDER -> "builder";
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSourceWinsOverAllThatStandBelowIt(Source highest) throws IOException {
        for (Source source : Source.values()) {
            if (source.compareTo(highest) <= 0) {
                source.give(this);
            }
        }
        ParsedSettings parsed = parse();
        assertThat(parsed.problems().all()).isEmpty();
        Settings service = parsed.settings().section(BaseKeys.SERVICE);
        assertThat(service.origin(BaseKeys.SERVICE_NAME)).isEqualTo(highest.origin());
        assertThat(service.get(BaseKeys.SERVICE_NAME)).isEqualTo("x");
    }

    @Test
    void theProcessItselfIsTheStandard() {
        ParsedSettings parsed = SettingsParser.parse(Sample.SCHEMA, Layers.standard("--breakwater.enabled=false"));
        assertThat(parsed.settings().get(BaseKeys.ENABLED)).isFalse();
    }

    @Test
    void withoutAnySourceThereAreTheDefaults() {
        Settings settings = parse().settings();
        assertThat(settings.get(BaseKeys.ENABLED)).isTrue();
        assertThat(settings.isSet(BaseKeys.ENABLED)).isFalse();
        assertThat(settings.origin(BaseKeys.ENABLED)).isEqualTo("default");
        assertThat(settings.section(Sample.RATE_LIMIT).list(Sample.POLICIES)).isEmpty();
    }

    @Nested
    class Lists {
        private final Layer low = Layer.of(
                "low",
                Map.of(
                        "rate-limit.policies[0].name", "a",
                        "rate-limit.policies[0].burst", "5",
                        "rate-limit.policies[1].name", "b",
                        "caller.trusted-proxies[0]", "10.0.0.0/8",
                        "caller.trusted-proxies[1]", "192.0.2.1"));

        @Test
        void areReplacedWholeByTheHighestLayerThatNamesAnIndex() {
            Layer high = Layer.of(
                    "high", Map.of("rate-limit.policies[0].name", "c", "caller.trusted-proxies", "198.51.100.1"));
            Settings settings = Sample.parse(low, high).settings();
            List<Settings> policies = settings.section(Sample.RATE_LIMIT).list(Sample.POLICIES);
            assertThat(policies).singleElement().satisfies(policy -> {
                assertThat(policy.get(Sample.NAME)).isEqualTo("c");
                assertThat(policy.find(Sample.BURST)).isNull();
            });
            assertThat(settings.section(CallerSettings.GROUP).get(CallerSettings.TRUSTED_PROXIES))
                    .hasToString("[198.51.100.1/32]");
        }

        @Test
        void stayWhenAHigherLayerSaysNothingAboutThem() {
            Settings settings = Sample.parse(low, Layer.of("high", Map.of("enabled", "false")))
                    .settings();
            assertThat(settings.section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                    .extracting(Settings::path)
                    .containsExactly("rate-limit.policies[0]", "rate-limit.policies[1]");
        }

        @Test
        void canBeEmptiedByAHigherLayer() {
            Layer high = Layer.of("high", Map.of("rate-limit.policies", "", "caller.trusted-proxies", ""));
            ParsedSettings parsed = Sample.parse(low, high);
            assertThat(parsed.problems().all()).isEmpty();
            assertThat(parsed.settings().section(Sample.RATE_LIMIT).list(Sample.POLICIES))
                    .isEmpty();
            assertThat(parsed.settings().section(CallerSettings.GROUP).get(CallerSettings.TRUSTED_PROXIES))
                    .isEmpty();
        }

        @Test
        void areNotPatchedByAHigherLayerThatNamesALaterIndex() {
            Layer high = Layer.of("high", Map.of("rate-limit.policies[0].name", "c"));
            Layer highest = Layer.of("highest", Map.of("rate-limit.policies[1].name", "d"));
            assertThat(Sample.said(Sample.parse(low, high, highest)))
                    .containsExactly("BW-CONF-011 rate-limit.policies: an index is left out (expected: indices 0, 1, 2"
                            + " and so on). A list is never merged with another source's; give all of it in one."
                            + " It comes from highest.");
        }
    }

    @Test
    void mapEntriesMergeByName() {
        Layer low = Layer.of(
                "low", Map.of("upstreams.a.timeout", "1s", "upstreams.b.timeout", "2s", "headers.set.X-A", "1"));
        Layer high = Layer.of(
                "high", Map.of("upstreams.b.cache.ttl", "9s", "upstreams[c.d].timeout", "3s", "headers.set.X-B", "2"));
        Settings settings = Sample.parse(low, high).settings();
        Map<String, Settings> upstreams = settings.map(Sample.UPSTREAMS);
        assertThat(upstreams).containsOnlyKeys("a", "b", "c.d");
        assertThat(upstreams.get("b").get(Sample.TIMEOUT)).hasSeconds(2);
        assertThat(upstreams.get("b").section(Sample.CACHE).get(Sample.TTL)).hasSeconds(9);
        assertThat(upstreams.get("c.d").path(Sample.TIMEOUT)).isEqualTo("upstreams[c.d].timeout");
        assertThat(settings.section(Sample.HEADERS).get(Sample.SET)).isEqualTo(Map.of("X-A", "1", "X-B", "2"));
    }

    @Nested
    class InFiles {
        @BeforeEach
        void oneInTheDirectory() throws IOException {
            Source.YAML_FILE.give(LayersTest.this);
            Files.writeString(directory.resolve("other.properties"), "breakwater.service.name=caf\u00e9");
            Files.writeString(directory.resolve("other.txt"), "");
        }

        @Test
        void aNamedFileIsReadInsteadAndIsUtf8() {
            environment.put(
                    "BREAKWATER_CONFIG", directory.resolve("other.properties").toString());
            ParsedSettings parsed = parse();
            assertThat(parsed.problems().all()).isEmpty();
            assertThat(parsed.settings().section(BaseKeys.SERVICE).get(BaseKeys.SERVICE_NAME))
                    .isEqualTo("caf\u00e9");
        }

        @Test
        void theSystemPropertyNamesItBeforeTheVariable() {
            environment.put("BREAKWATER_CONFIG", "missing.yaml");
            system.setProperty("breakwater.config", "other.properties");
            assertThat(parse().problems().all()).isEmpty();
        }

        @Test
        void aNamedFileThatIsMissingOrNoConfigurationIsAFault() {
            for (String name : List.of("missing.yaml", "other.txt", ".")) {
                environment.put("BREAKWATER_CONFIG", name);
                assertThat(parse().problems().all())
                        .as(name)
                        .singleElement()
                        .returns("BW-CONF-004", problem -> problem.code())
                        .returns(true, problem -> problem.isError());
            }
        }

        @Test
        void bytesThatAreNotUtf8AreAFault() throws IOException {
            Files.write(directory.resolve("breakwater.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
            assertThat(Sample.said(parse()))
                    .singleElement()
                    .asString()
                    .startsWith("BW-CONF-004 breakwater.yaml: not UTF-8");
        }
    }

    private Path classPath() {
        return directory.resolve("classes");
    }

    private ParsedSettings parse() {
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {classPath().toUri().toURL()}, null)) {
            Layers layers = new StandardLayers()
                    .directory(directory)
                    .classPath(loader)
                    .environment(environment)
                    .systemProperties(system)
                    .arguments(arguments)
                    .build();
            return SettingsParser.parse(Sample.SCHEMA, layers.and(Layer.of("builder", builder)));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
