/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The usual types of values. All but texts ignore spaces around a value. */
public final class ValueTypes {

    private ValueTypes() {}

    /** {@code true} or {@code false}. */
    public static ScalarType<Boolean> bool() {
        return ScalarType.of("java.lang.Boolean", "true or false", ValueTypes::parseBoolean);
    }

    /** A whole number in this range, both ends included. */
    public static ScalarType<Integer> integer(int min, int max) {
        return ScalarType.of("java.lang.Integer", wholeNumber(min, max), text -> {
            Long number = parseLong(text, min, max);
            return number == null ? null : number.intValue();
        });
    }

    /** A whole number in this range, both ends included. */
    public static ScalarType<Long> longInteger(long min, long max) {
        return ScalarType.of("java.lang.Long", wholeNumber(min, max), text -> parseLong(text, min, max));
    }

    /** A decimal number in this range, both ends included. */
    public static ScalarType<Double> decimal(double min, double max) {
        return ScalarType.of(
                "java.lang.Double", "a number from " + min + " to " + max, text -> parseDecimal(text, min, max));
    }

    /** A duration that is not negative: {@code 500ms}, {@code 60s}, {@code 5m}, {@code 1h}, {@code 2d}, ISO-8601, 0. */
    public static ScalarType<Duration> duration() {
        return ScalarType.of("java.time.Duration", "a duration such as 500ms, 60s, 5m, 1h or 2d", DurationText::parse);
    }

    /** A duration in this range, both ends included and written as a user would: {@code duration("1s", "1h")}. */
    public static ScalarType<Duration> duration(String min, String max) {
        Duration least = Objects.requireNonNull(DurationText.parse(min), min);
        Duration most = Objects.requireNonNull(DurationText.parse(max), max);
        return ScalarType.of("java.time.Duration", "a duration such as 30s, from " + min + " to " + max, text -> {
            Duration value = DurationText.parse(text);
            return value == null || value.compareTo(least) < 0 || value.compareTo(most) > 0 ? null : value;
        });
    }

    /** A size in bytes, in this range and written as a user would: {@code size("1B", "1GB")}. A KB is 1024 bytes. */
    public static ScalarType<Long> size(String min, String max) {
        long least = Objects.requireNonNull(SizeText.parse(min), min);
        long most = Objects.requireNonNull(SizeText.parse(max), max);
        String expected = "a size such as 8KB, from " + min + " to " + max;
        return ScalarType.of("org.springframework.util.unit.DataSize", expected, text -> {
            Long value = SizeText.parse(text);
            return value == null || value < least || value > most ? null : value;
        });
    }

    /** One of an enum's constants, by its name in lower case with dashes; case does not count. */
    public static <E extends Enum<E>> ScalarType<E> oneOf(Class<E> type) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            names.add(configName(constant));
        }
        ScalarType.Parser<E> parser = text -> parseConstant(type, text.strip());
        return ScalarType.of(type.getName(), String.join(" or ", names), parser).choices(names);
    }

    /** Any text, taken as it is: commas never split it. */
    public static ScalarType<String> text() {
        return ScalarType.of("a text", text -> text);
    }

    /** Lists of texts under names that the user chooses, each replaced whole by the highest layer that names it. */
    public static ValueType<Map<String, List<String>>> textLists() {
        return new MapType<>(text().list());
    }

    /** A text that no message shows. */
    public static ScalarType<String> secret() {
        return text().secret();
    }

    static String configName(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static <E extends Enum<E>> @Nullable E parseConstant(Class<E> type, String text) {
        for (E constant : type.getEnumConstants()) {
            if (configName(constant).equalsIgnoreCase(text)) {
                return constant;
            }
        }
        return null;
    }

    private static @Nullable Boolean parseBoolean(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> null;
        };
    }

    private static String wholeNumber(long min, long max) {
        return "a whole number from " + min + " to " + max;
    }

    private static @Nullable Long parseLong(String text, long min, long max) {
        try {
            long number = Long.parseLong(text.strip());
            return number < min || number > max ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    // BigDecimal, because Double also reads NaN, 1f and 0x1p3.
    private static @Nullable Double parseDecimal(String text, double min, double max) {
        try {
            double number = new BigDecimal(text.strip()).doubleValue();
            return number < min || number > max ? null : number;
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }
}
