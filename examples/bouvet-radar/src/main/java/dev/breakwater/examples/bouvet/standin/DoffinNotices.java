/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.standin;

import dev.breakwater.exchange.TimeSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The notices of the stand-in, newest first, in the members that Doffin's description gives them. */
final class DoffinNotices {
    private static final int MANY = 60;
    private static final int DAYS_TO_TENDER = 30;

    private record Subject(String heading, String cpvCode, String type) {}

    private static final List<Subject> SUBJECTS = List.of(
            new Subject("Rammeavtale for systemutvikling", "72200000", "COMPETITION"),
            new Subject("Nytt sak- og arkivsystem", "48000000", "COMPETITION"),
            new Subject("Drift av datasenter og nettverk", "72700000", "COMPETITION"),
            new Subject("Konsulentbistand innen informasjonssikkerhet", "72600000", "COMPETITION"),
            new Subject("Skytjenester for dataanalyse", "72300000", "PLANNING"),
            new Subject("Testing og kvalitetssikring av fagsystemer", "72800000", "RESULT"),
            new Subject("Kurs i universell utforming", "80500000", "COMPETITION"));

    private record Buyer(String name, String organizationId, String location) {}

    private static final List<Buyer> BUYERS = List.of(
            new Buyer("Oslo kommune", "958935420", "NO081"),
            new Buyer("Bergen kommune", "964338531", "NO0A2"),
            new Buyer("Trondheim kommune", "942110464", "NO060"),
            new Buyer("Statens vegvesen", "971032081", "NO081"));

    private final TimeSource time;

    DoffinNotices(TimeSource time) {
        this.time = time;
    }

    List<Map<String, Object>> find(Map<String, List<String>> query) {
        LocalDate today = LocalDate.ofInstant(time.now(), ZoneOffset.UTC);
        List<Map<String, Object>> found = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Map<String, Object> notice = notice(i, today);
            if (matches(notice, query)) {
                found.add(notice);
            }
        }
        return found;
    }

    private static Map<String, Object> notice(int i, LocalDate today) {
        Subject subject = SUBJECTS.get(i % SUBJECTS.size());
        Buyer buyer = BUYERS.get(i % BUYERS.size());
        LocalDate published = today.minusDays(i);
        Map<String, Object> notice = new LinkedHashMap<>();
        notice.put("id", published.getYear() + "-" + (100_000 + MANY - i));
        notice.put(
                "buyer",
                List.of(Map.of("id", "ORG-" + i, "organizationId", buyer.organizationId(), "name", buyer.name())));
        notice.put("heading", subject.heading());
        notice.put("description", buyer.name() + " inviterer til konkurranse: " + subject.heading() + ".");
        notice.put("locationId", List.of(buyer.location()));
        notice.put("estimatedValue", Map.of("currencyCode", "NOK", "amount", 500_000L * (1 + i % 9)));
        notice.put("type", subject.type());
        notice.put("allTypes", List.of(subject.type()));
        notice.put("status", i <= DAYS_TO_TENDER ? "ACTIVE" : "EXPIRED");
        notice.put("issueDate", published + "T08:00:00Z");
        notice.put("deadline", published.plusDays(DAYS_TO_TENDER) + "T10:00:00Z");
        notice.put("publicationDate", published.toString());
        notice.put("cpvCodes", List.of(subject.cpvCode()));
        notice.put("lots", List.of());
        return notice;
    }

    private static boolean matches(Map<String, Object> notice, Map<String, List<String>> query) {
        String day = String.valueOf(notice.get("publicationDate"));
        return query.getOrDefault("searchString", List.of()).stream().allMatch(text -> tells(notice, text))
                && isAmong(query.get("status"), notice.get("status"))
                && isAmong(query.get("type"), notice.get("type"))
                && startsWithOne(query.get("cpvCode"), notice.get("cpvCodes"))
                && startsWithOne(query.get("location"), notice.get("locationId"))
                && query.getOrDefault("issueDateFrom", List.of()).stream().allMatch(from -> day.compareTo(from) >= 0)
                && query.getOrDefault("issueDateTo", List.of()).stream().allMatch(to -> day.compareTo(to) <= 0);
    }

    private static boolean tells(Map<String, Object> notice, String text) {
        return String.valueOf(notice.get("description"))
                .toLowerCase(Locale.ROOT)
                .contains(text.toLowerCase(Locale.ROOT));
    }

    private static boolean isAmong(@Nullable List<String> asked, @Nullable Object value) {
        return asked == null || asked.contains(String.valueOf(value));
    }

    // A code of fewer significant digits is about all below it.
    private static boolean startsWithOne(@Nullable List<String> asked, @Nullable Object codes) {
        if (asked == null) {
            return true;
        }
        List<String> stems = asked.stream().map(DoffinNotices::stem).toList();
        return codes instanceof List<?> list
                && list.stream().anyMatch(code -> stems.stream().anyMatch(code.toString()::startsWith));
    }

    private static String stem(String code) {
        int end = code.length();
        while (end > 2 && code.charAt(end - 1) == '0') {
            end--;
        }
        return code.substring(0, end);
    }
}
