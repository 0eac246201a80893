/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.Callable;
import org.springframework.beans.factory.support.BeanDefinitionBuilder;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.util.ClassUtils;

/** Indicators of the application's own, in the types of whichever line of Boot there is. */
final class Indicators {
    private static final String HOME =
            ClassUtils.isPresent("org.springframework.boot.health.contributor.Health", Indicators.class.getClassLoader())
                    ? "org.springframework.boot.health.contributor."
                    : "org.springframework.boot.actuate.health.";

    private Indicators() {}

    private static Class<?> type(String name) {
        return ClassUtils.resolveClassName(HOME + name, Indicators.class.getClassLoader());
    }

    /** Has Actuator show the contributor by this name. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The type has a name at run time only.
    static void register(BeanDefinitionRegistry registry, String name, Object contributor) {
        Class type = type(type("HealthIndicator").isInstance(contributor) ? "HealthIndicator" : "HealthContributor");
        registry.registerBeanDefinition(
                name + "HealthIndicator",
                BeanDefinitionBuilder.genericBeanDefinition(type, () -> contributor).getBeanDefinition());
    }

    /** An indicator that finds what the callable says: a {@link #health}. */
    static Object indicator(Callable<Object> found) {
        Class<?> type = type("HealthIndicator");
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> "an indicator";
            default -> method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments) : found.call();
        };
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    static Object composite(Map<String, Object> members) {
        return invoke(method("CompositeHealthContributor", "fromMap", Map.class), null, members);
    }

    static Object health(String status, Map<String, Object> details) {
        Object builder = invoke(method("Health", "status", String.class), null, status);
        invoke(method("Health$Builder", "withDetails", Map.class), builder, details);
        return invoke(method("Health$Builder", "build"), builder);
    }

    private static Method method(String type, String name, Class<?>... parameters) {
        return ClassUtils.getMethod(type(type), name, parameters);
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
