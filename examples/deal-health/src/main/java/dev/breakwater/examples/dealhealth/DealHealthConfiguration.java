/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.breakwater.examples.dealhealth.standin.ModelStandIn;
import dev.breakwater.runtime.BreakwaterRuntime;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.jackson.Jackson2ObjectMapperBuilderCustomizer;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** What the service is made of. */
@Configuration(proxyBeanMethods = false)
class DealHealthConfiguration {
    private static final String STAND_IN_KEY = "no-key-needed";

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Actuator is not needed for this: Breakwater answers scrapes of whatever registry there is. */
    @Bean
    PrometheusMeterRegistry meterRegistry() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        return registry;
    }

    @Bean
    JvmGcMetrics gcMetrics(PrometheusMeterRegistry registry) {
        JvmGcMetrics metrics = new JvmGcMetrics();
        metrics.bindTo(registry);
        return metrics;
    }

    /** A field that nobody knows, or that is there twice, is a mistake of whoever sent it, and is said. */
    @Bean
    Jackson2ObjectMapperBuilderCustomizer strictJson() {
        return builder -> builder.featuresToEnable(
                DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    }

    @Bean
    EvidenceStore evidenceStore(DealSettings settings, BreakwaterRuntime runtime, ObjectMapper json) {
        return switch (settings.store()) {
            case MEMORY -> new MemoryEvidenceStore();
            case REDIS ->
                new RedisEvidenceStore(settings.redisUrl(), runtime.upstream(RedisEvidenceStore.UPSTREAM), json);
        };
    }

    @Bean
    Scores scores(EvidenceStore store, Calculation calculation, DealSettings settings, Clock clock) {
        return new Scores(store, calculation, settings.scores().cacheTtl(), clock);
    }

    /** Asks once before the service is ready, so that no client waits for what the first question needs to be loaded. */
    @Bean
    ApplicationRunner firstQuestion(Scores scores) {
        return args -> {
            try {
                List<DealHealth> unused = scores.best(1);
            } catch (StoreAwayException away) {
                // It comes when it comes, and the service starts without it.
            }
        };
    }

    @Bean(destroyMethod = "") // The queue closes it, when nobody writes any more.
    Journal journal(EventSettings settings, ObjectMapper json) {
        return settings.journal().isEmpty() ? Journal.none() : new FileJournal(Path.of(settings.journal()), json);
    }

    @Bean
    Tokens tokens(DealSettings settings, ObjectMapper json, Clock clock) {
        return new Tokens(settings.jwtSecret(), settings.jwtSecretPrevious(), json, clock);
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> tokenValve(Tokens tokens) {
        return tomcat -> tomcat.addContextValves(new TokenValve(tokens));
    }

    /** Not where operators work: their token is a bearer token of another kind, and Breakwater judges it. */
    @Bean
    WebMvcConfigurer tokenCheck() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new TokenInterceptor()).excludePathPatterns("/api/v1/dead-letters/**");
            }
        };
    }

    /** Closed with the service; listens only where there is no key. */
    @Bean
    ModelStandIn modelStandIn() {
        return new ModelStandIn();
    }

    @Bean
    VerifierSettings verifierSettings(Environment environment, ModelStandIn standIn) {
        String openai = environment.getProperty("OPENAI_API_KEY", "");
        String anthropic = environment.getProperty("ANTHROPIC_API_KEY", "");
        if (!openai.isBlank()) {
            return settings(ModelFormat.OPENAI, environment, "OPENAI", "gpt-4", openai);
        }
        if (!anthropic.isBlank()) {
            return settings(ModelFormat.ANTHROPIC, environment, "ANTHROPIC", "claude-3-sonnet-20240229", anthropic);
        }
        return new VerifierSettings(ModelFormat.OPENAI, standIn.endpoint(), STAND_IN_KEY, "gpt-4");
    }

    private static VerifierSettings settings(
            ModelFormat format, Environment environment, String prefix, String usual, String key) {
        URI endpoint = environment.getProperty(prefix + "_URL", URI.class, format.provider);
        return new VerifierSettings(format, endpoint, key, environment.getProperty(prefix + "_MODEL", usual));
    }
}
