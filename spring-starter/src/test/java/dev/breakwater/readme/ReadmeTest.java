/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.GuardFailed;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.GeneratedFile;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.config.StandardLayers;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.readme.Readme.Fence;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What README says is so. */
class ReadmeTest {
    private static final String MISTAKES = "<!-- mistakes -->";

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("javaFences")
    void itsJavaIsCompiled(Fence fence) {
        String name = fence.marker().replace("<!-- ", "").replace(" -->", "");
        String region = Readme.regions().get(name);
        assertThat(region).as("region '%s' of Snippets", name).isNotNull();
        GeneratedFile.at(fence.file())
                .hasBetween(fence.marker(), "<!-- /" + name + " -->", "```java\n" + region + "```\n");
    }

    @Test
    void everyRegionIsShown() {
        assertThat(javaFences())
                .extracting(Fence::marker)
                .containsExactlyInAnyOrderElementsOf(Readme.regions().keySet().stream()
                        .map(name -> "<!-- " + name + " -->")
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("yamlFences")
    void itsConfigurationsAreRight(Fence fence) throws IOException {
        assertThat(BreakwaterSettings.read(file(fence)).warnings()).isEmpty();
    }

    @Test
    void itsMessageIsWhatTheMistakesGive() throws IOException {
        Layers mistakes = file(fences("yaml").stream()
                .filter(fence -> fence.marker().equals(MISTAKES))
                .findFirst()
                .orElseThrow());
        InvalidPolicyException invalid =
                catchThrowableOfType(InvalidPolicyException.class, () -> BreakwaterSettings.read(mistakes));
        String message = invalid.getMessage().replace(System.lineSeparator(), "\n");
        GeneratedFile.at(Readme.PATH)
                .hasBetween("<!-- message -->", "<!-- /message -->", "```text\n" + message + "\n```\n");
    }

    @Test
    void itsTableHasEveryGuardInItsOrder() throws IOException {
        Layers layers = file(yamlFences().get(0))
                .and(Layer.of(
                        "what the example leaves off",
                        Map.of("headers.reporting.path", "/breakwater/reports", "audit.enabled", "true")));
        try (BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers).start()) {
            assertThat(Readme.protections())
                    .containsExactlyElementsOf(runtime.chain().guards().stream()
                            .map(guard -> guard.name() + " " + guard.stage())
                            .toList());
        }
    }

    @Test
    void itsDescriptorNamesTheFilter() {
        assertThat(fences("xml"))
                .extracting(Fence::text)
                .anySatisfy(text -> assertThat(text)
                        .contains("<filter-class>" + BreakwaterFilter.class.getName() + "</filter-class>"));
    }

    @Test
    void itsDependenciesAreModulesOfThisVersion() throws IOException {
        String version = between(Files.readString(Path.of("../pom.xml")), "<version>", "</version>");
        assertThat(fences("xml"))
                .extracting(Fence::text)
                .filteredOn(text -> text.startsWith("<dependency>"))
                .isNotEmpty()
                .allSatisfy(text -> assertThat(artifacts()).contains(between(text, "<artifactId>", "</artifactId>")))
                .allSatisfy(text ->
                        assertThat(between(text, "<version>", "</version>")).isEqualTo(version));
    }

    private static List<String> artifacts() throws IOException {
        List<String> artifacts = new ArrayList<>();
        for (String module : List.of("core", "servlet", "redis", "llm-clients", "spring-starter")) {
            String pom = Files.readString(Path.of("..", module, "pom.xml"));
            artifacts.add(between(pom.substring(pom.indexOf("</parent>")), "<artifactId>", "</artifactId>"));
        }
        return artifacts;
    }

    private static String between(String text, String begin, String end) {
        int start = text.indexOf(begin) + begin.length();
        return text.substring(start, text.indexOf(end, start));
    }

    @Test
    void itsFiguresAreThoseOfTheBenchmarks() throws IOException {
        String begin = "<!-- performance -->";
        String end = "<!-- /performance -->";
        String measured = between(Files.readString(Path.of("../benchmarks/README.md")), begin + "\n", end);
        assertThat(measured).contains("| boot-breakwater |");
        GeneratedFile.at(Readme.PATH).hasBetween(begin, end, measured);
    }

    @Test
    void itHasTheTwoCommands() {
        assertThat(fences(""))
                .filteredOn(fence -> fence.file().equals(Readme.PATH))
                .extracting(Fence::text)
                .containsExactly(
                        "mvn -q -DskipTests package && java -jar examples/decision-api/target/decision-api.jar --demo\n",
                        "mvn verify\n");
    }

    @Test
    void itIsShort() {
        assertThat(Readme.lines()).hasSizeLessThan(320);
        assertThat(Readme.lines())
                .filteredOn(ReadmeTest::isProse)
                .filteredOn(line -> line.length() > 120)
                .isEmpty();
    }

    @Test
    void theGuardRefusesWhileTheServiceIsClosed() {
        assertThat(answer(new Snippets.Maintenance(() -> false))).isNull();
        assertThat(Objects.requireNonNull(answer(new Snippets.Maintenance(() -> true)))
                        .status())
                .isEqualTo(503);
    }

    @Test
    void theWrongGuardFailsAndTheRequestGoesOn() {
        List<Decision> heard = new ArrayList<>();
        Breakwater chain = Breakwater.builder()
                .guards(List.of(new Snippets.Echo()))
                .observers(List.of((decision, exchange) -> heard.add(decision)))
                .build();
        TestExchange request =
                TestExchange.request("GET", "/").header("X-Name", "Ren\u00e9").build();
        assertThat(chain.admit(request).await().reply()).isNull();
        assertThat(heard)
                .singleElement()
                .isInstanceOfSatisfying(
                        GuardFailed.class, failed -> assertThat(failed.guard()).isEqualTo("echo"));
    }

    private static Reply answer(Snippets.Maintenance guard) {
        return Breakwater.of(List.of(guard))
                .admit(TestExchange.get("/"))
                .await()
                .reply();
    }

    private static boolean isProse(String line) {
        return !line.startsWith("|") && !line.startsWith("  ");
    }

    private Layers file(Fence fence) throws IOException {
        Files.writeString(directory.resolve("breakwater.yaml"), fence.text());
        return new StandardLayers()
                .directory(directory)
                .environment(Map.of())
                .systemProperties(new Properties())
                .build();
    }

    static List<Fence> javaFences() {
        return fences("java");
    }

    static List<Fence> yamlFences() {
        return fences("yaml").stream()
                .filter(fence -> !fence.marker().equals(MISTAKES))
                .toList();
    }

    private static List<Fence> fences(String language) {
        return Readme.fences().stream()
                .filter(fence -> fence.language().equals(language))
                .toList();
    }
}
