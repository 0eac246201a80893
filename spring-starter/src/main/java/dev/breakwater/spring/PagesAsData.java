/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.policy.Problem;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.io.Resource;
import org.springframework.util.ResourceUtils;
import org.springframework.util.StringUtils;

/**
 * Says so when the application has pages, static ones or templates, and they are sent under the policy of the preset
 * {@code api}, which lets a page load nothing: no script, no style, no image.
 */
final class PagesAsData implements SmartInitializingSingleton {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);
    private static final String CSP = "Content-Security-Policy";

    // As Boot has them where spring.web.resources.static-locations says nothing.
    private static final List<String> STATIC = List.of(
            "classpath:/META-INF/resources/", "classpath:/resources/", "classpath:/static/", "classpath:/public/");

    // What says where Boot's template engines look, all of them there if it says nothing; and what they look for.
    private static final List<String> TEMPLATE_HOMES =
            List.of("spring.thymeleaf.prefix", "spring.freemarker.template-loader-path", "spring.mustache.prefix");
    private static final List<String> TEMPLATES = List.of("html", "ftlh", "mustache");

    // How far is looked outside the class path.
    private static final int MOST_DEPTH = 8;
    private static final int MOST_FILES = 10_000;

    private final BreakwaterRuntime runtime;
    private final ApplicationContext context;
    private final Environment environment;
    private final ObjectProvider<? extends Supplier<Collection<String>>> rendered;

    /**
     * Made of these.
     *
     * @param rendered tells the paths, below the context path, whose answer a template gives
     */
    PagesAsData(
            BreakwaterRuntime runtime,
            ApplicationContext context,
            ObjectProvider<? extends Supplier<Collection<String>>> rendered) {
        this.runtime = runtime;
        this.context = context;
        this.environment = context.getEnvironment();
        this.rendered = rendered;
    }

    @Override
    public void afterSingletonsInstantiated() {
        Set<String> pages = new TreeSet<>(staticPages());
        if (hasTemplates()) {
            List<String> paths = rendered.orderedStream()
                    .flatMap(found -> found.get().stream())
                    .toList();
            pages.addAll(paths.isEmpty() ? List.of("/") : paths);
        }
        pages.removeIf(page -> !isData(page));
        if (!pages.isEmpty()) {
            LOG.warn("Breakwater: {}", doubt(pages));
        }
    }

    private boolean isData(String path) {
        HeaderRule ours = ProbedRequest.rules(runtime, contextPath() + Patterns.example(path))
                .find(CSP);
        HeaderRule api = HeadersPolicy.of(HeadersPreset.API).rules(true).find(CSP);
        return ours != null
                && ours.value() != null
                && api != null
                && ours.value().equals(api.value());
    }

    private String contextPath() {
        return environment.getProperty("server.servlet.context-path", "");
    }

    private Collection<String> staticPages() {
        if (!environment.getProperty("spring.web.resources.add-mappings", Boolean.class, true)) {
            return List.of();
        }
        String mapped = environment.getProperty("spring.mvc.static-path-pattern", "/**");
        String prefix = mapped.endsWith("/**") ? mapped.substring(0, mapped.length() - 2) : "/";
        List<String> locations = Binder.get(environment)
                .bind("spring.web.resources.static-locations", Bindable.listOf(String.class))
                .orElse(STATIC);
        return locations.stream()
                .flatMap(location -> below(location, "html").map(file -> prefix + file))
                .toList();
    }

    private boolean hasTemplates() {
        return TEMPLATE_HOMES.stream()
                .map(key -> environment.getProperty(key, "classpath:/templates/"))
                .distinct()
                .anyMatch(home -> TEMPLATES.stream()
                        .anyMatch(ending -> below(home, ending).findAny().isPresent()));
    }

    /** The files with this ending, as seen from this folder. */
    private Stream<String> below(String location, String ending) {
        String folder = location.endsWith("/") ? location : location + "/";
        String pattern = folder.replace("classpath:", "classpath*:") + "**/*." + ending;
        try {
            if (location.startsWith("file:")) {
                return files(ResourceUtils.getFile(folder).toPath(), ending).stream();
            }
            String home = StringUtils.trimLeadingCharacter(folder.substring(folder.indexOf(':') + 1), '/');
            return Stream.of(context.getResources(pattern))
                    .map(file -> below(home, file))
                    .flatMap(Stream::ofNullable);
        } catch (IOException | RuntimeException unreadable) {
            LOG.debug("Breakwater: cannot look for pages in {}", location, unreadable);
            return Stream.empty();
        }
    }

    // Uploads may lie there, any number of them, and the service is still to start.
    private static List<String> files(Path folder, String ending) throws IOException {
        try (Stream<Path> found = Files.walk(folder, MOST_DEPTH).limit(MOST_FILES)) {
            return found.map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith("." + ending))
                    .toList();
        }
    }

    private static @Nullable String below(String folder, Resource file) {
        try {
            String place = file.getURL().toString();
            int start = place.lastIndexOf("/" + folder);
            return start < 0 ? null : place.substring(start + 1 + folder.length());
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static Problem doubt(Set<String> pages) {
        List<String> shown = pages.stream().limit(3).toList();
        int more = pages.size() - shown.size();
        return Problem.warning(
                "BW-SPRING-044",
                "breakwater.headers.preset",
                "api for " + String.join(", ", shown) + (more == 0 ? "" : " and " + more + " more"),
                "a preset for pages where there are pages",
                "Browsers load no script, style or image there. Set breakwater.headers.preset=html, or a rule in"
                        + " breakwater.headers.rules for these paths.");
    }
}
