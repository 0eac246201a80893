/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.GeneratedFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** README's table of what Breakwater runs on has the versions that the builds' tests run on. */
class CompatibilityTest {
    private static final XPath XPATH = XPathFactory.newInstance().newXPath();

    @Test
    void itsVersionsAreThoseOfTheBuild() throws Exception {
        Map<String, String> built = versions("../pom.xml");
        Map<String, String> redis = versions("../redis/pom.xml");
        Map<String, String> models = versions("../llm-clients/pom.xml");
        String table = """
                | | tested versions | JDK |
                |---|---|---|
                | Servlet 6.0 | Tomcat %s, Jetty %s (ee10), Undertow %s | 17, and 25 with virtual threads, too |
                | Servlet 6.1 | Tomcat %s, Jetty %s (ee11) | 17, and 25 with virtual threads, too |
                | Spring Boot 3.5 | %s, on Tomcat, Jetty and Undertow; also processed ahead of time | 17 and 25 |
                | Spring Boot 4.1 | %s, on Tomcat and Jetty; also processed ahead of time | 17 and 25 |
                | Redis | 6.2 and 7.0, by Lettuce %s and %s; by hand Redis 8.0 and Valkey 8.1, too | 17 |
                | SDKs of models | OpenAI's %s, Anthropic's %s, Google's %s; OkHttp %s | 17 |
                """.formatted(
                        built.get("tomcat10.version"),
                        built.get("jetty12.version"),
                        built.get("undertow.version"),
                        built.get("tomcat11.version"),
                        built.get("jetty12.version"),
                        versions("../compatibility/boot-3.5/pom.xml").get("spring-boot.version"),
                        built.get("spring-boot.version"),
                        built.get("lettuce.version"),
                        redis.get("lettuce-newest.version"),
                        models.get("openai.version"),
                        models.get("anthropic.version"),
                        models.get("google-genai.version"),
                        models.get("okhttp.version"));
        GeneratedFile.at(Readme.PATH)
                .hasBetween(
                        "<!-- compatibility -->",
                        "<!-- /compatibility -->",
                        table.replace(".RELEASE", "").replace(".Final", ""));
    }

    @Test
    void itHasEveryServerThatTheBuildTests() throws Exception {
        assertThat(texts("../servlet/pom.xml", "/project/build//execution[.//test.server]/id"))
                .containsExactly("tomcat-10.1", "tomcat-11", "jetty-12-ee10", "jetty-12-ee11", "undertow-2.3");
        assertThat(texts("../compatibility/pom.xml", "//modules/module")).contains("boot-3.5", "boot-4.1");
    }

    private static Map<String, String> versions(String pom) throws Exception {
        Document document = parsed(pom);
        NodeList properties = (NodeList) XPATH.evaluate("/project/properties/*", document, XPathConstants.NODESET);
        Map<String, String> versions = new HashMap<>();
        for (int i = 0; i < properties.getLength(); i++) {
            versions.put(properties.item(i).getNodeName(), properties.item(i).getTextContent());
        }
        return versions;
    }

    private static List<String> texts(String pom, String path) throws Exception {
        NodeList nodes = (NodeList) XPATH.evaluate(path, parsed(pom), XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent())
                .toList();
    }

    private static Document parsed(String pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of(pom).toFile());
    }
}
