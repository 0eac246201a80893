/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring.orders;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.LlmMeter;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** A small service as users write one: it names Breakwater nowhere but where it asks for the meter. */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class OrdersApplication {
    private static final String GEMINI_ANSWER =
            "{\"modelVersion\":\"gemini-2.5-flash\",\"usageMetadata\":{\"promptTokenCount\":1000,"
                    + "\"candidatesTokenCount\":100,\"totalTokenCount\":1100}}";

    private final LlmMeter meter;

    OrdersApplication(LlmMeter meter) {
        this.meter = meter;
    }

    /** Starts the service. */
    public static void main(String[] args) {
        SpringApplication.run(OrdersApplication.class, args);
    }

    @GetMapping("/orders/{id}")
    ResponseEntity<String> order(@PathVariable("id") String id) {
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body("order " + id);
    }

    @GetMapping("/summary")
    String summary() {
        byte[] answer = GEMINI_ANSWER.getBytes(StandardCharsets.UTF_8);
        return Boolean.toString(
                meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer).isPriced());
    }

    @GetMapping("/account")
    String account(Principal user) {
        return user.getName();
    }

    @Bean
    static UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ann").password("{noop}secret").roles("USER").build());
    }

    @Bean
    static SecurityFilterChain security(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests ->
                        requests.requestMatchers("/account").authenticated().anyRequest().permitAll())
                .httpBasic(Customizer.withDefaults())
                .build();
    }
}
