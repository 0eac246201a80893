/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.GuardFailed;
import dev.breakwater.Observer;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.metrics.Meters;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import dev.breakwater.servlet.IdentifiedFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import dev.breakwater.upstream.Upstream;
import java.util.Map;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

/** The auto-configurations as such, without a server. */
class BreakwaterAutoConfigurationTest {
    private static final AutoConfigurations OURS = AutoConfigurations.of(
            BreakwaterAutoConfiguration.class,
            BreakwaterMetricsAutoConfiguration.class,
            BreakwaterSecurityAutoConfiguration.class);

    private final WebApplicationContextRunner runner = new WebApplicationContextRunner().withConfiguration(OURS);

    private static List<String> guards(AssertableWebApplicationContext context) {
        return chain(context).guards().stream().map(Guard::name).toList();
    }

    private static Breakwater chain(AssertableWebApplicationContext context) {
        return context.getBean(BreakwaterRuntime.class).chain();
    }

    private static FilterRegistrationBean<?> registration(AssertableWebApplicationContext context, String name) {
        return context.getBean(name, FilterRegistrationBean.class);
    }

    private static String analysed(AssertableWebApplicationContext context) {
        assertThat(context).hasFailed();
        FailureAnalysis analysis = new InvalidPolicyFailureAnalyzer().analyze(context.getStartupFailure());
        assertThat(analysis).isNotNull();
        return analysis.getDescription() + "\n" + analysis.getAction();
    }

    @Nested
    class InAnApplicationThatSaysNothing {

        @Test
        void theRuntimeStandsWithEveryProtectionThatNeedsNoPolicy() {
            runner.run(context -> assertThat(guards(context))
                    .containsSubsequence("request-log", "security-headers", "health")
                    .doesNotContain("cors", "rate-limit"));
        }

        @Test
        void theFilterComesFirstAndSeesEveryDispatch() {
            runner.run(context -> {
                FilterRegistrationBean<?> filter = registration(context, "breakwaterFilter");
                assertThat(filter.getFilter()).isInstanceOf(BreakwaterFilter.class);
                assertThat(filter.getOrder()).isEqualTo(Ordered.HIGHEST_PRECEDENCE);
                assertThat(filter.isAsyncSupported()).isTrue();
                assertThat(filter.getUrlPatterns()).containsExactly("/*");
                assertThat(filter.determineDispatcherTypes())
                        .isEqualTo(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
            });
        }

        @Test
        void thereIsNoSecondAdmissionPoint() {
            runner.run(context -> assertThat(context)
                    .doesNotHaveBean("breakwaterIdentifiedFilter")
                    .doesNotHaveBean(IdentityPoint.class));
        }

        @Test
        void theLlmMeterIsTheRuntimes() {
            runner.run(context -> assertThat(context.getBean(LlmMeter.class))
                    .isSameAs(context.getBean(BreakwaterRuntime.class).llmMeter()));
        }
    }

    // Nothing of Redis is on the class path of this run.
    @Nested
    class WithoutBreakwaterRedis {
        private final WebApplicationContextRunner whole =
                new WebApplicationContextRunner().withUserConfiguration(WholeApplication.class);

        @Test
        void aSharedStoreIsAFaultThatNamesTheDependency() {
            whole.withPropertyValues("breakwater.rate-limit.store=redis", "breakwater.redis.url=redis://127.0.0.1:1")
                    .run(context -> assertThat(analysed(context))
                            .contains("BW-REDIS-001  rate-limit.store: redis", "dev.breakwater:breakwater-redis"));
        }

        @Test
        void bucketsInMemoryNeedNothingOfIt() {
            whole.withPropertyValues(
                            "breakwater.rate-limit.policies[0].name=all",
                            "breakwater.rate-limit.policies[0].limits=1 per hour")
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("breakwaterSharedState"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class WholeApplication {}

    @Nested
    class BesideOthers {
        private final WebApplicationContextRunner beside =
                runner.withConfiguration(AutoConfigurations.of(BreakwaterNeighboursAutoConfiguration.class));

        @Test
        void looksAtAllOfThem() {
            beside.run(context -> assertThat(context)
                    .hasSingleBean(SpringCors.class)
                    .hasSingleBean(PagesAsData.class)
                    .hasSingleBean(SpringSecurityHeaders.class)
                    .hasSingleBean(SecurityCors.class)
                    .hasSingleBean(MvcCors.class)
                    .hasSingleBean(RenderedPaths.class));
        }

        @Test
        void startsWithoutAnyOfThem() {
            beside.withClassLoader(new FilteredClassLoader(
                            "org.springframework.security", "org.springframework.web.servlet", "org.eclipse.jetty"))
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(SpringCors.class)
                            .hasSingleBean(PagesAsData.class)
                            .doesNotHaveBean(SpringSecurityHeaders.class)
                            .doesNotHaveBean(SecurityCors.class)
                            .doesNotHaveBean(MvcCors.class)
                            .doesNotHaveBean(RenderedPaths.class)
                            .doesNotHaveBean("breakwaterJettyServerHeader"));
        }
    }

    @Nested
    class WithProperties {

        @Test
        void policiesAreMade() {
            runner.withPropertyValues(
                            "breakwater.rate-limit.policies[0].name=default",
                            "breakwater.rate-limit.policies[0].limits=5 per minute",
                            "breakwater.cors.policies[0].allowed-origins=https://a.example",
                            "breakwater.health.enabled=false")
                    .run(context -> assertThat(guards(context))
                            .containsSubsequence("request-log", "security-headers", "cors", "rate-limit")
                            .doesNotContain("health"));
        }

        @Test
        void upstreamsAreGuardedWithoutAnyFurtherDependency() {
            runner.withPropertyValues("breakwater.upstreams.price-api.timeout=5s")
                    .run(context -> {
                        Upstream prices = context.getBean(BreakwaterRuntime.class).upstream("price-api");
                        assertThat(prices.call(() -> "12.50").get()).isEqualTo("12.50");
                    });
        }

        @Test
        void theEnvironmentThrowsTheKillSwitchOfAnUpstreamThatOnlyCodeNames() {
            runner.withInitializer(context -> context.getEnvironment()
                            .getPropertySources()
                            .addFirst(new SystemEnvironmentPropertySource(
                                    "systemEnvironment", Map.of("DISABLE_GEMINI", "true"))))
                    .run(context -> {
                        Upstream gemini = context.getBean(BreakwaterRuntime.class).upstream("gemini");
                        assertThat(gemini.<String>call(() -> "by the model")
                                        .fallback(failure -> "by rules: " + failure.reason())
                                        .get())
                                .isEqualTo("by rules: DISABLED");
                    });
        }

        @Test
        void theMasterSwitchTakesTheProtectionsAndLeavesTheBeans() {
            runner.withPropertyValues("breakwater.enabled=false", "server.forward-headers-strategy=framework")
                    .run(context -> {
                        assertThat(guards(context)).isEmpty();
                        assertThat(context).hasSingleBean(LlmMeter.class).hasBean("breakwaterFilter");
                    });
        }

        @Test
        void aMisspeltMasterSwitchIsAFaultAndNotAnOff() {
            runner.withPropertyValues("breakwater.enabled=ture")
                    .run(context ->
                            assertThat(analysed(context)).contains("BW-BASE-001", "enabled: ture", "true or false"));
        }

        @Test
        void everyFaultIsSaidWithCodePathValueExpectationAndFix() {
            runner.withPropertyValues(
                            "breakwater.rate-limit.max-keys=many",
                            "breakwater.rate-limit.polices[0].name=default",
                            "breakwater.cors.policies[0].allowed-origins=https://a.example/path",
                            "server.forward-headers-strategy=native")
                    .run(context -> {
                        String text = analysed(context);
                        assertThat(text)
                                .contains("BW-RATE-104", "rate-limit.max-keys: many", "expected: a whole number");
                        assertThat(text).contains("BW-CONF-001", "rate-limit.polices", "Did you mean policies?");
                        assertThat(text).contains("cors.policies[0].allowed-origins[0]", "https://a.example/path");
                        assertThat(text).contains("BW-SPRING-001", "server.forward-headers-strategy: native");
                    });
        }

        @Test
        void ofTwoFaultsOfOneKindEachHasItsFix() {
            runner.withPropertyValues("breakwater.haelth.interval=5s", "breakwater.corse.enabled=true")
                    .run(context -> assertThat(analysed(context))
                            .contains(
                                    "BW-CONF-001  haelth: Did you mean health?",
                                    "BW-CONF-001  corse: Did you mean cors?"));
        }

        @Test
        void bootFindsTheAnalyzer() {
            SpringFactoriesLoader loader = SpringFactoriesLoader.forDefaultResourceLocation();
            assertThat(loader.load(FailureAnalyzer.class, FailureHandler.handleMessage((message, failure) -> {})))
                    .hasAtLeastOneElementOfType(InvalidPolicyFailureAnalyzer.class);
        }
    }

    @Nested
    class WithBeansOfTheApplication {

        @Test
        void aGuardOfOurNameTakesThePlaceOfOurs() {
            Guard own = new NamedGuard("security-headers");
            runner.withBean(Guard.class, () -> own).run(context -> {
                assertThat(guards(context)).containsOnlyOnce("security-headers");
                assertThat(chain(context).guards()).contains(own);
            });
        }

        @Test
        void aGuardOfAnotherNameIsAdded() {
            runner.withBean(Guard.class, () -> new NamedGuard("tenant"))
                    .run(context -> assertThat(guards(context)).contains("tenant", "security-headers"));
        }

        @Test
        void aSecondVerifierIsRefusedByName() {
            runner.withBean("one", CallerVerifier.class, () -> (header, credential, exchange) -> true)
                    .withBean("two", CallerVerifier.class, () -> (header, credential, exchange) -> true)
                    .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("one,two"));
        }

        @Test
        void aRuntimeOfItsOwnIsUsedEvenOneThatHasNoMeter() {
            BreakwaterRuntime own = BreakwaterRuntime.of(Breakwater.of(List.of(new NamedGuard("tenant"))));
            runner.withBean(BreakwaterRuntime.class, () -> own)
                    .run(context -> assertThat(guards(context)).containsExactly("tenant"));
        }

        @Test
        void everyKindOfBeanIsHandedOver() {
            runner.withUserConfiguration(EveryKind.class).run(context -> {
                assertThat(context).hasNotFailed();
                chain(context).publish(new GuardFailed("tenant", FailureMode.OPEN, new IllegalStateException()), null);
                assertThat(context.getBean(EveryKind.class).heard)
                        .filteredOn(GuardFailed.class::isInstance)
                        .hasSize(1);
            });
        }
    }

    @Nested
    class WithMicrometer {

        @Test
        void decisionsAreCountedInTheOneRegistry() {
            runner.withBean(SimpleMeterRegistry.class)
                    .run(context -> assertThat(context).hasSingleBean(Meters.class));
        }

        @Test
        void withoutARegistryNothingIsCounted() {
            runner.run(context -> assertThat(context).doesNotHaveBean(Observer.class).doesNotHaveBean(Meters.class));
        }

        @Test
        void twoRegistriesOfWhichNoneIsPrimaryAreNotGuessedAt() {
            runner.withBean("one", SimpleMeterRegistry.class)
                    .withBean("two", SimpleMeterRegistry.class)
                    .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Meters.class));
        }

        @Test
        void metricsCanBeSwitchedOff() {
            runner.withBean(SimpleMeterRegistry.class)
                    .withPropertyValues("breakwater.metrics.enabled=false")
                    .run(context -> {
                        chain(context).publish(new GuardFailed("x", FailureMode.OPEN, new IllegalStateException()), null);
                        assertThat(context.getBean(MeterRegistry.class)
                                        .find("breakwater.guard.failures")
                                        .counter())
                                .isNull();
                    });
        }

        @Test
        void metersOfTheApplicationsOwnTakeThePlaceOfOurs() {
            Meters own = Meters.of(new SimpleMeterRegistry());
            runner.withBean(SimpleMeterRegistry.class)
                    .withBean("own", Meters.class, () -> own)
                    .run(context -> assertThat(context.getBean(Meters.class)).isSameAs(own));
        }

        @Test
        void whatIsHeardIsCountedOnce() {
            runner.withBean(SimpleMeterRegistry.class).run(context -> {
                chain(context).publish(new GuardFailed("x", FailureMode.OPEN, new IllegalStateException()), null);
                assertThat(context.getBean(MeterRegistry.class)
                                .get("breakwater.guard.failures")
                                .counter()
                                .count())
                        .isEqualTo(1);
            });
        }

        @Test
        void aMisspeltSwitchIsAFault() {
            runner.withPropertyValues("breakwater.metrics.enabled=flase")
                    .run(context -> assertThat(analysed(context)).contains("BW-METRICS-101", "metrics.enabled: flase"));
        }

        @Test
        void withoutMicrometerOnTheClassPathEverythingElseStands() {
            runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
                    .run(context -> assertThat(guards(context)).contains("security-headers"));
        }

        @Test
        void withoutSpringSecurityOnTheClassPathEverythingElseStands() {
            runner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
                    .run(context -> assertThat(guards(context)).contains("security-headers"));
        }
    }

    @Nested
    class WithSpringSecurity {
        private final WebApplicationContextRunner secured =
                runner.withBean("springSecurityFilterChain", Filter.class, () -> (request, response, chain) -> {});

        @Test
        void theSecondAdmissionPointComesRightBehindIt() {
            secured.run(context -> {
                FilterRegistrationBean<?> filter = registration(context, "breakwaterIdentifiedFilter");
                assertThat(filter.getFilter()).isInstanceOf(IdentifiedFilter.class);
                assertThat(filter.getOrder()).isEqualTo(-99);
            });
        }

        @Test
        void itFollowsWhenSpringSecurityIsMoved() {
            secured.withPropertyValues("spring.security.filter.order=7")
                    .run(context -> assertThat(registration(context, "breakwaterIdentifiedFilter")
                                    .getOrder())
                            .isEqualTo(8));
        }
    }

    @Nested
    class WhenTheContainerWouldRewriteTheCaller {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "server.forward-headers-strategy=framework",
                    "server.forward-headers-strategy=NATIVE",
                    "server.tomcat.remoteip.remote-ip-header=x-real-ip",
                    "server.tomcat.remoteip.protocol-header=x-forwarded-proto",
                    "spring.main.cloud-platform=kubernetes"
                })
        void theApplicationDoesNotStart(String property) {
            runner.withPropertyValues(property)
                    .run(context -> assertThat(analysed(context))
                            .contains("BW-SPRING-001", "breakwater.caller.trusted-proxies"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "server.forward-headers-strategy=framework",
                    "server.tomcat.remoteip.remote-ip-header=x-real-ip",
                    "spring.main.cloud-platform=kubernetes"
                })
        void itStartsIfIdentityIsLeftToTheContainer(String property) {
            runner.withPropertyValues(property, "breakwater.caller.forwarded-header=none")
                    .run(context -> assertThat(context).hasNotFailed());
        }

        @ParameterizedTest
        @ValueSource(strings = {"none", "None", ""})
        void itStartsIfTheStrategyIsNone(String strategy) {
            runner.withPropertyValues("server.forward-headers-strategy=" + strategy)
                    .run(context -> assertThat(context).hasNotFailed());
        }

        @Test
        void onAPlatformOfProxiesNoneHasToBeSaid() {
            runner.withPropertyValues("spring.main.cloud-platform=heroku", "server.forward-headers-strategy=none")
                    .run(context -> assertThat(context).hasNotFailed());
        }
    }

    @Nested
    class TheMappingItself {

        @ParameterizedTest
        @ValueSource(
                classes = {
                    BreakwaterAutoConfiguration.class,
                    BreakwaterMetricsAutoConfiguration.class,
                    BreakwaterSecurityAutoConfiguration.class
                })
        void hasNothingPublicButTheClass(Class<?> configuration) {
            assertThat(Modifier.isFinal(configuration.getModifiers())).isTrue();
            assertThat(Stream.concat(
                                    Arrays.stream(configuration.getDeclaredMethods()),
                                    Arrays.stream(configuration.getDeclaredFields()))
                            .filter(member -> !member.isSynthetic() && Modifier.isPublic(member.getModifiers())))
                    .isEmpty();
        }

        @Test
        void standsAsideWhereThereAreNoServlets() {
            new ApplicationContextRunner()
                    .withConfiguration(OURS)
                    .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                    .run(context -> assertThat(context)
                            .hasNotFailed()
                            .doesNotHaveBean(BreakwaterRuntime.class)
                            .doesNotHaveBean(Meters.class));
        }
    }

    private record NamedGuard(String name) implements Guard {
        @Override
        public Stage stage() {
            return Stage.DECORATE;
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            return Verdict.proceed();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class EveryKind {
        final List<Decision> heard = new ArrayList<>();

        @Bean
        NamedGuard tenant() {
            return new NamedGuard("rate-limit");
        }

        @Bean
        Observer observer() {
            return (decision, exchange) -> heard.add(decision);
        }

        @Bean
        HealthCheck database() {
            return HealthCheck.shared("database", HealthResult::up);
        }

        @Bean
        CallerVerifier verifier() {
            return (header, credential, exchange) -> true;
        }
    }
}
