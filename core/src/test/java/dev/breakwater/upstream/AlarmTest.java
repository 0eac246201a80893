/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.FaultReporter;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private final ManualTime time = new ManualTime();
    private final ManualScheduler timer = new ManualScheduler(time);
    private final Alarm alarm = new Alarm(timer, time, new FaultReporter(time));

    private static class Guest implements Alarm.Sleeper {
        private final AtomicInteger woken = new AtomicInteger();
        private volatile boolean isAlone;

        @Override
        public void wake() {
            woken.incrementAndGet();
        }

        @Override
        public void noTimer(Throwable why) {
            isAlone = true;
        }

        boolean isWoken() {
            return woken.get() == 1;
        }
    }

    private Alarm.Setting in(Duration span, Guest guest) {
        return alarm.set(time.nanoTime() + span.toNanos(), guest);
    }

    private Guest guest(long millis) {
        Guest guest = new Guest();
        in(Duration.ofMillis(millis), guest);
        return guest;
    }

    @Test
    void wakesEachOnceAndNeverEarly() {
        Guest first = guest(1_000);
        timer.advance(Duration.ofMillis(10));
        Guest second = guest(1_000);
        timer.advance(Duration.ofNanos(989_999_999));
        assertThat(first.woken).hasValue(0);
        timer.advance(Duration.ofNanos(1));
        assertThat(first.woken).hasValue(1);
        assertThat(second.woken).hasValue(0);
        timer.advance(Duration.ofMillis(10));
        assertThat(second.woken).hasValue(1);
        timer.advance(Duration.ofHours(1));
        assertThat(first.woken).hasValue(1);
        assertThat(timer.planned()).isZero();
    }

    @Test
    void plansOneTaskForAllThatWaitEquallyLong() {
        for (int i = 0; i < 100; i++) {
            guest(1_000);
            timer.advance(Duration.ofMillis(1));
        }
        assertThat(timer.planned()).isEqualTo(1);
    }

    @Test
    void wakesNobodyWhoIsUp() {
        Guest up = new Guest();
        Alarm.Setting setting = in(Duration.ofSeconds(1), up);
        Guest asleep = guest(1_000);
        setting.off();
        setting.off();
        timer.advance(Duration.ofSeconds(1));
        assertThat(up.woken).hasValue(0);
        assertThat(asleep.isWoken()).isTrue();
    }

    @Test
    void wakesInTimeWhoIsDueBeforeOthersWhoCameEarlier() {
        Guest patient = guest(30_000);
        Guest hasty = guest(10);
        Alarm.Setting up = in(Duration.ofMillis(10), new Guest());
        up.off();
        assertThat(timer.planned()).isEqualTo(2);
        timer.advance(Duration.ofMillis(10));
        assertThat(hasty.isWoken()).isTrue();
        assertThat(patient.woken).hasValue(0);
    }

    @Test
    void isAMillisecondLateAtMostHoweverPeopleComeAndGo() {
        Random random = new Random(7);
        List<Long> late = new ArrayList<>();
        int sleepers = 0;
        for (int i = 0; i < 5_000; i++) {
            long due = time.nanoTime() + random.nextInt(3_000_000) + (random.nextInt(9) == 0 ? 50_000_000 : 0);
            Guest guest = new Guest() {
                @Override
                public void wake() {
                    late.add(time.nanoTime() - due);
                }
            };
            Alarm.Setting setting = alarm.set(due, guest);
            if (random.nextInt(3) == 0) {
                setting.off();
            } else {
                sleepers++;
            }
            timer.advance(Duration.ofNanos(random.nextInt(400_000)));
        }
        timer.advance(Duration.ofSeconds(1));
        assertThat(late).hasSize(sleepers).allMatch(nanos -> nanos >= 0 && nanos <= 1_000_000);
        assertThat(timer.planned()).isZero();
    }

    @Test
    void keepsNothingOfThoseWhoAreUp() {
        Guest asleep = guest(30_000);
        List<Alarm.Setting> held = new ArrayList<>();
        WeakReference<Guest> gone = comeAndGo(held);
        guest(30_000);
        Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(gone.get()).isNull();
        });
        assertThat(asleep.woken).hasValue(0);
    }

    private WeakReference<Guest> comeAndGo(List<Alarm.Setting> held) {
        Guest up = new Guest();
        held.add(in(Duration.ofSeconds(30), new Guest()));
        in(Duration.ofSeconds(30), up).off();
        held.get(0).off();
        return new WeakReference<>(up);
    }

    @Test
    void wakesTheOthersIfOneFails() {
        in(Duration.ofSeconds(1), new Guest() {
            @Override
            public void wake() {
                throw new IllegalStateException("cannot be woken");
            }
        });
        Guest next = guest(1_000);
        timer.advance(Duration.ofSeconds(1));
        assertThat(next.isWoken()).isTrue();
    }

    @Test
    void isOfUseToManyThreadsAtOnce() throws Exception {
        List<Guest> asleep = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            new Thread(() -> {
                        for (int n = 0; n < 25_000; n++) {
                            Guest guest = new Guest();
                            Alarm.Setting setting = alarm.set(1_000_000_000, guest);
                            if (n % 100 == 0) {
                                synchronized (asleep) {
                                    asleep.add(guest);
                                }
                            } else {
                                setting.off();
                            }
                        }
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        assertThat(timer.planned()).isEqualTo(1);
        timer.advance(Duration.ofSeconds(2));
        assertThat(asleep).hasSize(1_000).allMatch(Guest::isWoken);
        assertThat(timer.planned()).isZero();
    }

    @Nested
    class WithoutATimer {
        @Test
        void tellsWhoComes() {
            timer.shutdown();
            assertThat(guest(10).isAlone).isTrue();
        }

        @Test
        void tellsWhoIsStillThere() {
            Guest first = guest(10);
            Guest second = guest(20);
            timer.shutdown();
            timer.advance(Duration.ofMillis(10));
            assertThat(first.isWoken()).isTrue();
            assertThat(second.isAlone).isTrue();
            assertThat(second.woken).hasValue(0);
        }
    }

    @Nested
    class Closed {
        private final AtomicInteger atRest = new AtomicInteger();

        @Test
        void restsAtOnceIfNobodyIsThere() {
            in(Duration.ofSeconds(30), new Guest()).off();
            alarm.close(atRest::incrementAndGet);
            assertThat(atRest).hasValue(1);
            assertThat(timer.planned()).isZero();
        }

        @Test
        void restsWhenTheLastHasLeft() {
            Alarm.Setting last = in(Duration.ofSeconds(30), new Guest());
            alarm.close(atRest::incrementAndGet);
            assertThat(atRest).hasValue(0);
            last.off();
            assertThat(atRest).hasValue(1);
            assertThat(timer.planned()).isZero();
        }

        @Test
        void restsWhenTheLastIsWoken() {
            Guest last = guest(1_000);
            alarm.close(atRest::incrementAndGet);
            timer.advance(Duration.ofSeconds(1));
            assertThat(last.isWoken()).isTrue();
            assertThat(atRest).hasValue(1);
        }

        @Test
        void stillWakesWhoComesTooLateToLineUp() {
            alarm.close(atRest::incrementAndGet);
            Guest late = guest(1_000);
            timer.advance(Duration.ofSeconds(1));
            assertThat(late.isWoken()).isTrue();
        }
    }
}
