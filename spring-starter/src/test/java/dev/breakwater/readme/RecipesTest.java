/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.GeneratedFile;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.config.ReferenceTable;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** What the recipes list is what there is. */
class RecipesTest {
    private static final Pattern SWITCH = Pattern.compile("`([a-z-]+\\.enabled)`");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    @Test
    void everySwitchOfAProtectionIsThere() throws IOException {
        List<String> keys = SWITCH.matcher(ReferenceTable.markdown(BreakwaterSettings.schema()))
                .results()
                .map((MatchResult key) -> "`breakwater." + key.group(1) + "`")
                .toList();
        assertThat(keys).hasSizeGreaterThan(8);
        assertThat(Files.readString(Path.of(Readme.RECIPES))).contains(keys);
    }

    @Test
    void everyTypeIsInItsPackage() throws IOException {
        Map<String, List<String>> packages = rows("types");
        assertThat(packages).hasSizeGreaterThan(15);
        packages.forEach((name, types) -> types.forEach(type ->
                assertThat(isType(name + '.' + type)).as("%s in %s", type, name).isTrue()));
    }

    @Test
    void theDependenciesAreThoseOfTheModules() throws Exception {
        Map<String, List<String>> modules = rows("dependencies");
        assertThat(modules.get("breakwater-core")).containsExactlyInAnyOrderElementsOf(dependencies("core"));
        assertThat(modules.get("breakwater-servlet")).containsExactlyInAnyOrderElementsOf(dependencies("servlet"));
        assertThat(modules.get("breakwater-spring-boot-starter"))
                .containsExactlyInAnyOrderElementsOf(dependencies("spring-starter"));
        assertThat(modules.get("breakwater-redis")).containsExactlyInAnyOrderElementsOf(dependencies("redis"));
        assertThat(modules.get("breakwater-llm-clients"))
                .containsExactlyInAnyOrderElementsOf(dependencies("llm-clients"));
    }

    @Test
    void anOrdinaryAnswerHasTheseHeaders() {
        Layers layers = Layers.of(Layer.of(
                "the recipe",
                Map.of(
                        "rate-limit.policies[0].name", "default",
                        "rate-limit.policies[0].paths", "/api/**",
                        "rate-limit.policies[0].limits", "60 per minute")));
        try (BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers).start()) {
            Admission admission =
                    runtime.chain().admit(TestExchange.get("/api/hello")).await();
            String headers = sent(admission.headerRules()).replaceFirst("X-Request-Id: .*", "X-Request-Id: 01a206fa-…");
            GeneratedFile.at(Readme.RECIPES)
                    .hasBetween(
                            "<!-- ordinary answer -->", "<!-- /ordinary answer -->", "```http\n" + headers + "```\n");
        }
    }

    @Test
    void thePresetsHaveTheseTexts() {
        String texts = texts(HeadersPreset.API, "`api` and `static`")
                + texts(HeadersPreset.HTML, "`html`")
                + texts(HeadersPreset.HTML_STRICT, "`html-strict`");
        assertThat(texts(HeadersPreset.STATIC, "")).isEqualTo(texts(HeadersPreset.API, ""));
        GeneratedFile.at("../docs/headers.md").hasBetween("<!-- preset texts -->", "<!-- /preset texts -->", texts);
    }

    private static String texts(HeadersPreset preset, String title) {
        return title + "\n\n```http\n" + text(preset, "Content-Security-Policy") + text(preset, "Permissions-Policy")
                + "```\n\n";
    }

    private static String text(HeadersPreset preset, String name) {
        HeaderRule rule =
                Objects.requireNonNull(HeadersPolicy.of(preset).rules(true).find(name));
        return name + ": " + rule.value() + "\n";
    }

    private static String sent(Iterable<HeaderRule> rules) {
        return StreamSupport.stream(rules.spliterator(), false)
                .filter(rule -> rule.value() != null)
                .map(rule -> rule.name() + ": " + rule.value() + "\n")
                .collect(Collectors.joining());
    }

    private static boolean isType(String name) {
        try {
            return Class.forName(name, false, RecipesTest.class.getClassLoader()) != null;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    /** Between the markers of this name, what stands in quotes: by the one quoted name of its row that is alone. */
    private static Map<String, List<String>> rows(String marker) throws IOException {
        boolean isLast = marker.equals("types");
        return Files.readAllLines(Path.of(Readme.RECIPES)).stream()
                .dropWhile(line -> !line.equals("<!-- " + marker + " -->"))
                .takeWhile(line -> !line.equals("<!-- /" + marker + " -->"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .collect(Collectors.toMap(
                        cells -> quoted(cells[isLast ? 2 : 1]).get(0), cells -> quoted(cells[isLast ? 1 : 2])));
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> dependencies(String module) throws Exception {
        XPath xpath = XPathFactory.newInstance().newXPath();
        NodeList nodes = (NodeList) xpath.evaluate(
                "/project/dependencies/dependency[not(optional) and not(type) and (not(scope) or scope='compile')]"
                        + "/artifactId/text()",
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(Path.of("..", module, "pom.xml").toFile()),
                XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getNodeValue())
                .toList();
    }
}
