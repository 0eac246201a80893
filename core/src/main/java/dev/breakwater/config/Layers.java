/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;

/** The sources of a configuration, the lowest first: a later one wins. Immutable. */
public final class Layers {
    private final List<LayerSource> sources;

    private Layers(List<LayerSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** These sources, the lowest first. A {@link Layer} is a source, too. */
    public static Layers of(LayerSource... lowestFirst) {
        return new Layers(List.of(lowestFirst));
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

    static Layers of(List<LayerSource> lowestFirst) {
        return new Layers(lowestFirst);
    }

    /** The same sources with one more above them. */
    public Layers and(LayerSource highest) {
        List<LayerSource> more = new ArrayList<>(sources);
        more.add(highest);
        return new Layers(more);
    }

    List<Layer> read(Schema schema) {
        List<Layer> read = new ArrayList<>();
        for (LayerSource source : sources) {
            read.add(source.read(schema));
        }
        if (guidesAreOff(read)) {
            read.removeIf(layer -> layer.name().equals(GuideVariables.LAYER));
        }
        return read;
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
