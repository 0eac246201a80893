/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.util.List;

/** Lines for shells: the first one is the status and nothing else, then for operators a line for each component. */
final class TextReport {
    private TextReport() {}

    static String write(HealthReport report) {
        StringBuilder text = new StringBuilder(report.status()).append('\n');
        List<ComponentHealth> components = report.components();
        if (components != null) {
            components.forEach(component -> line(text, component));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, ComponentHealth component) {
        text.append(component.status().name())
                .append(' ')
                .append(component.name())
                .append(component.critical() ? " critical " : " optional ")
                .append(JsonReport.word(component.scope()));
        if (component.flapping()) {
            text.append(" flapping");
        }
        String message = component.message();
        if (message != null) {
            visible(text.append(": "), message);
        }
        text.append('\n');
    }

    // Whoever wrote the message must not write further lines, or to a terminal.
    private static void visible(StringBuilder text, String message) {
        message.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .forEach(text::appendCodePoint);
    }
}
