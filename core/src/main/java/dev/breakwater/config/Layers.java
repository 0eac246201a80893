/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sources of a configuration, the lowest first: a later one wins. Immutable. */
public final class Layers {
    private final List<LayerSource> sources;

    private Layers(List<LayerSource> sources) {
        this.sources = sources;
    }

    /** These sources, the lowest first. A {@link Layer} is a source, too. */
    public static Layers of(LayerSource... lowestFirst) {
        return of(List.of(lowestFirst));
    }

    /** These sources, the lowest first. */
    public static Layers of(List<? extends LayerSource> lowestFirst) {
        return new Layers(List.copyOf(lowestFirst));
    }

    /**
     * The sources of a service of its own: files, the guides' environment names, {@code BREAKWATER_*} environment, system
     * properties and the command line.
     *
     * @param args the command line; arguments that do not begin with {@code --breakwater.} are not looked at
     */
    public static Layers standard(String... args) {
        return new StandardLayers().arguments(args).build();
    }

    /** The {@code BREAKWATER_*} variables of this environment. */
    public static LayerSource environment(Map<String, String> variables) {
        return new EnvironmentVariables(variables);
    }

    /** The deployment guides' names, such as {@code RATE_LIMIT_PER_MINUTE}, in this environment. */
    public static LayerSource guideVariables(Map<String, String> variables) {
        return new GuideVariables(variables);
    }

    /** The same sources with one more above them. */
    public Layers and(LayerSource highest) {
        List<LayerSource> more = new ArrayList<>(sources);
        more.add(highest);
        return of(more);
    }

    /** The same sources with one more below them. */
    Layers over(LayerSource lowest) {
        List<LayerSource> more = new ArrayList<>(sources);
        more.add(0, lowest);
        return of(more);
    }

    List<Layer> read(Schema schema) {
        List<Layer> read = new ArrayList<>();
        for (LayerSource source : sources) {
            read.add(source.read(schema));
        }
        if (guidesAreOff(read)) {
            read.removeIf(layer -> layer.name().equals(GuideVariables.LAYER));
            return read;
        }
        return withUpstreamVariables(schema, read);
    }

    // Which of the guides' names are about upstreams is known only when all upstreams are.
    private List<Layer> withUpstreamVariables(Schema schema, List<Layer> read) {
        Set<String> upstreams = UpstreamVariables.named(read);
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            all.add(read.get(i));
            if (sources.get(i) instanceof GuideVariables guides && !upstreams.isEmpty()) {
                all.add(0, guides.upstreams(schema, upstreams).defaults());
                all.add(guides.upstreams(schema, upstreams).overrides());
            }
        }
        return all;
    }

    // Asked before anything is parsed; a value that cannot be read is reported with all the others later.
    private static boolean guidesAreOff(List<Layer> layers) {
        Boolean wanted = BaseKeys.GUIDE_VARIABLES.defaultValue();
        for (Layer layer : layers) {
            Entry entry = layer.entry(BaseKeys.GUIDE_VARIABLES.name());
            wanted = entry == null ? wanted : BaseKeys.GUIDE_VARIABLES.parse(entry.value());
        }
        return Boolean.FALSE.equals(wanted);
    }
}
