/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses among the formats of a document by the request's {@code Accept} (RFC 9110 section 12.5.1). Safe for use by many threads. */
public final class MediaChoice {
    private static final int LONGEST = 2_000;
    private static final List<String> ANYTHING = List.of("*/*");

    private MediaChoice() {}

    /**
     * The format the client likes best.
     *
     * @param offers media types, the one we like best first: it is taken in a tie, without a header, and if none is liked
     */
    public static String of(Exchange exchange, List<String> offers) {
        List<String> accept = exchange.headers("Accept");
        // What probes and scripts send, answered without a closer look.
        if (accept.isEmpty() || accept.equals(ANYTHING)) {
            return offers.get(0);
        }
        String named = accept.size() == 1 ? named(accept.get(0), offers) : null;
        return named != null ? named : closest(accept, offers);
    }

    // Most clients that ask for a format name one and nothing else: found without garbage.
    private static @Nullable String named(String type, List<String> offers) {
        if (type.indexOf(';') >= 0) {
            return null;
        }
        for (int i = 0; i < offers.size(); i++) {
            String offer = offers.get(i);
            int end = type.length();
            if (offer.startsWith(type) && (offer.length() == end || offer.charAt(end) == ';')) {
                return offer;
            }
        }
        return null;
    }

    private static String closest(List<String> accept, List<String> offers) {
        String best = offers.get(0);
        double liked = 0;
        for (String offer : offers) {
            double quality = quality(accept, offer);
            if (quality > liked) {
                best = offer;
                liked = quality;
            }
        }
        return best;
    }

    private static double quality(List<String> accept, String offer) {
        Range closest = null;
        for (String line : accept) {
            if (line.length() <= LONGEST) {
                closest = closer(line, offer, closest);
            }
        }
        return closest == null ? 0 : closest.quality;
    }

    private static @Nullable Range closer(String line, String offer, @Nullable Range known) {
        Range closest = known;
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int to = comma < 0 ? line.length() : comma;
            Range range = Range.of(line.substring(from, to), offer);
            // The more specific range speaks for a type, whatever the others say of it.
            if (range != null && (closest == null || range.precision > closest.precision)) {
                closest = range;
            }
            from = to + 1;
        }
        return closest;
    }

    /** A range that an offer is in. */
    private record Range(int precision, double quality) {

        static @Nullable Range of(String text, String offer) {
            String[] parts = text.strip().toLowerCase(Locale.ROOT).split(";", -1);
            int precision = precision(parts[0].strip(), typeOf(offer));
            double quality = 1;
            for (int i = 1; i < parts.length && precision >= 0; i++) {
                String parameter = parts[i].strip();
                if (parameter.startsWith("q=")) {
                    quality = number(parameter.substring(2));
                } else if (parameter.startsWith("version=")) {
                    precision = offer.contains("; " + parameter) ? precision + 1 : -1;
                }
            }
            return precision < 0 ? null : new Range(precision, quality);
        }

        private static String typeOf(String offer) {
            int end = offer.indexOf(';');
            return end < 0 ? offer : offer.substring(0, end);
        }

        private static int precision(String range, String type) {
            if (range.equals(type)) {
                return 2;
            }
            if (range.endsWith("/*") && type.startsWith(range.substring(0, range.length() - 1))) {
                return 1;
            }
            return range.equals("*/*") ? 0 : -1;
        }

        private static double number(String text) {
            try {
                double number = Double.parseDouble(text.strip());
                return number >= 0 && number <= 1 ? number : 0;
            } catch (NumberFormatException none) {
                return 0;
            }
        }
    }
}
