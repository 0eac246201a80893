/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SpendReportTest {
    private final MemoryLedger ledger = new MemoryLedger(ZoneOffset.UTC);
    private final SpendBook book = ledger.book();

    private void call(String model, String route, String begun, long nanoUsd) {
        ledger.append(Rows.free(model, route, Instant.parse(begun), nanoUsd));
    }

    @Nested
    class Lines {
        @Test
        void areByDayModelProviderAndRouteAndEachAddsUpToTheTotal() {
            call("a", "/x", "2026-01-01T23:59:59Z", 100);
            call("b", "/x", "2026-01-02T00:00:00Z", 20);
            call("a", null, "2026-01-02T12:00:00Z", 3);

            assertThat(names(SpendDimension.DAY)).isEqualTo("2026-01-01=100 2026-01-02=23 ");
            assertThat(names(SpendDimension.MODEL)).isEqualTo("openai/a=103 openai/b=20 ");
            assertThat(names(SpendDimension.PROVIDER)).isEqualTo("openai=123 ");
            assertThat(names(SpendDimension.ROUTE)).isEqualTo("(none)=3 /x=120 ");
        }

        private String names(SpendDimension by) {
            StringBuilder names = new StringBuilder();
            SpendReport report = SpendReport.of(book, SpendQuery.by(by));
            report.lines()
                    .forEach(line -> names.append(line.name())
                            .append('=')
                            .append(line.spend().nanoUsd())
                            .append(' '));
            assertThat(report.lines().stream().map(SpendReport.Line::spend).reduce(Spend.NONE, Spend::plus))
                    .isEqualTo(report.total());
            return names.toString();
        }

        @Test
        void areOfTheDaysThatAreAskedFor() {
            call("a", null, "2026-01-01T00:00:00Z", 100);
            call("a", null, "2026-01-02T00:00:00Z", 20);
            SpendQuery query = SpendQuery.by(SpendDimension.MODEL).between(LocalDate.parse("2026-01-02"), null);

            assertThat(SpendReport.of(book, query).total().nanoUsd()).isEqualTo(20);
        }

        @Test
        void followTheDaysOfTheBooksZone() {
            MemoryLedger oslo = new MemoryLedger(ZoneId.of("Europe/Oslo"));
            oslo.append(Rows.free("a", null, Instant.parse("2026-01-01T23:30:00Z"), 1));

            assertThat(oslo.book().days()).containsExactly(LocalDate.parse("2026-01-02"));
        }

        @Test
        void ofBudgetsSayWhatEachKeySpent() {
            ledger.append(Rows.held("a"));
            ledger.append(Rows.settled("a", 227));
            SpendReport report = SpendReport.of(book, SpendQuery.by(SpendDimension.BUDGET));

            assertThat(report.lines()).extracting(SpendReport.Line::name).containsExactly("daily: *", "tokens: *");
            assertThat(report.total()).isEqualTo(new Spend(1, 120, 20, 30, 227, 0, 0, 0, 0));
        }

        @Test
        void sayWhatIsNotKnown() {
            ledger.append(Rows.row(Event.UNKNOWN, "a", 0));
            ledger.append(Rows.row(Event.ORPHANED, "b", 0));
            ledger.append(Rows.row(Event.RELEASED, "c", 0));

            assertThat(SpendReport.of(book, SpendQuery.by(SpendDimension.DAY)).total())
                    .isEqualTo(new Spend(2, 0, 0, 0, 0, 2_000, 1, 0, 1));
        }

        @Test
        void fallTogetherBeyondTheCapAndLoseNothing() {
            SpendBook small = new SpendBook(ZoneOffset.UTC, 3, 10);
            for (int day = 1; day <= 20; day++) {
                for (int model = 0; model < 5; model++) {
                    small.add(Rows.free("m" + model, null, Rows.BEGUN.plus(Duration.ofDays(day)), 7));
                }
            }

            assertThat(small.total(day -> true).nanoUsd()).isEqualTo(20 * 5 * 7);
            assertThat(small.size()).isLessThanOrEqualTo(20 + 4);
            assertThat(small.lines(SpendDimension.MODEL, day -> true)).containsKey(SpendBook.OTHER);
            assertThat(small.days()).hasSize(20);
        }
    }

    @Nested
    class Monthly {
        @Test
        void tableOfTheGuideIsExact() {
            call("gpt", null, "2026-01-01T00:00:00Z", 227_000);
            call("gpt", null, "2026-01-01T00:00:01Z", 228_000);
            SpendReport report = SpendReport.of(book, SpendQuery.by(SpendDimension.DAY));

            assertThat(report.monthly())
                    .containsExactly(
                            new SpendReport.Monthly(1_000, 6_825_000_000L),
                            new SpendReport.Monthly(10_000, 68_250_000_000L),
                            new SpendReport.Monthly(100_000, 682_500_000_000L),
                            new SpendReport.Monthly(1_000_000, 6_825_000_000_000L));
            assertThat(report.toText()).contains("1000 calls a day: 6.825 USD in 30 days");
            assertThat(report.total().nanoUsdPer1000Calls()).isEqualTo(227_500_000);
            assertThat(report.total().nanoUsdPer1000(7)).isEqualTo(65_000_000);
        }

        @Test
        void tableIsEmptyWhileNoCostIsKnown() {
            ledger.append(Rows.row(Event.UNKNOWN, "a", 0));

            assertThat(SpendReport.of(book, SpendQuery.by(SpendDimension.DAY)).monthly())
                    .isEmpty();
        }
    }

    @Nested
    class Texts {
        @Test
        void ofCsvAreNoFormulas() {
            call("a", "=HYPERLINK(\"http://x\",1)", "2026-01-01T00:00:00Z", 1_500_000_000);
            call("a", "@x\r\ny", "2026-01-01T00:00:00Z", 1);

            assertThat(SpendReport.of(book, SpendQuery.by(SpendDimension.ROUTE)).toCsv())
                    .isEqualTo("route,calls,input_tokens,cached_tokens,output_tokens,nano_usd,usd,assumed_nano_usd,"
                            + "unpriced,estimated,orphans,usd_per_1000_calls\r\n"
                            + "\"'=HYPERLINK(\"\"http://x\"\",1)\",1,120,20,30,1500000000,1.50,0,0,0,0,1500.00\r\n"
                            + "\"'@x\r\ny\",1,120,20,30,1,0.000000001,0,0,0,0,0.000001\r\n");
        }

        @Test
        void ofJsonSayWhatWasAskedAndWhatIsKnown() {
            call("a", null, "2026-01-01T00:00:00Z", 227_500);
            SpendQuery query = SpendQuery.by(SpendDimension.MODEL)
                    .between(LocalDate.parse("2026-01-01"), LocalDate.parse("2026-01-31"))
                    .perRequests(10);

            assertThat(SpendReport.of(book, query).toJson())
                    .startsWith("{\"by\":\"model\",\"zone\":\"Z\",\"from\":\"2026-01-01\",\"to\":\"2026-01-31\","
                            + "\"lines\":[{\"name\":\"openai/a\",\"calls\":1,\"inputTokens\":120,\"cachedTokens\":20,"
                            + "\"outputTokens\":30,\"nanoUsd\":227500,\"usd\":\"0.0002275\",")
                    .contains("\"requests\":10,\"usdPer1000Requests\":\"0.02275\"")
                    .contains("{\"callsPerDay\":1000,\"nanoUsd\":6825000000,\"usd\":\"6.825\"}");
        }

        @Test
        void forATerminalHaveNoControlCharacters() {
            call("a", "\u001b[31m", "2026-01-01T00:00:00Z", 1);

            assertThat(SpendReport.of(book, SpendQuery.by(SpendDimension.ROUTE)).toText())
                    .startsWith("?[31m: 0.000000001 USD, 1 calls");
        }
    }

    @Nested
    class Projections {
        private final Budget monthly =
                Budget.named("m").nanoUsd(1_000_000).period(Period.MONTH).build();

        private Projection at(String now, long committed) {
            BudgetLevel level = new BudgetLevel(
                    monthly,
                    "*",
                    committed,
                    0,
                    Instant.parse("2026-03-01T00:00:00Z"),
                    Instant.parse("2026-04-01T00:00:00Z"));
            return Projection.of(level, book, Instant.parse(now));
        }

        @Test
        void goByTheTimeThatIsOverAndEndWithTheWindow() {
            assertThat(at("2026-03-11T00:00:00Z", 1_000))
                    .isEqualTo(new Projection(3_100, Projection.Basis.ELAPSED, Instant.parse("2026-04-01T00:00:00Z")));
            assertThat(at("2026-04-02T00:00:00Z", 1_000).amount()).isEqualTo(1_000);
            assertThat(at("2026-03-01T01:00:00Z", 1_000))
                    .returns(Projection.Basis.TOO_EARLY, Projection::basis)
                    .returns(1_000L, Projection::amount);
        }

        @Test
        void goByTheHoursOfOtherWeeksOnceTheyAreKnown() {
            // Only on Mondays at noon, of which March 2026 has five: one of them is over on the 3rd.
            for (String monday : new String[] {"2026-02-02", "2026-02-09", "2026-02-16", "2026-02-23", "2026-03-02"}) {
                call("a", null, monday + "T12:00:00Z", 500);
            }

            assertThat(at("2026-03-03T00:00:00Z", 500))
                    .returns(Projection.Basis.HOUR_OF_WEEK, Projection::basis)
                    .returns(2_500L, Projection::amount);
        }

        @Test
        void areWhatItIsIfTheWindowMovesAlong() {
            Budget rolling = Budget.named("r").nanoUsd(10).rolling(Period.HOUR).build();
            BudgetLevel level = new BudgetLevel(rolling, "*", 5, 2, Rows.BEGUN, Rows.BEGUN.plusSeconds(3600));

            assertThat(Projection.of(level, book, Rows.BEGUN.plusSeconds(60)))
                    .returns(Projection.Basis.ROLLING, Projection::basis)
                    .returns(7L, Projection::amount);
        }
    }
}
