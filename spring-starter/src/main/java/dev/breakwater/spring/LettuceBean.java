/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.NamedBeanHolder;

/** The one bean that leads to Redis, and who uses it. */
final class LettuceBean {
    private LettuceBean() {}

    /**
     * The one usable bean of this type, or of several the primary one. From now on it is not destroyed, nor stopped,
     * before its user.
     *
     * @param type as which such beans may be declared
     * @param usable which of them lead there
     */
    static <T> @Nullable T of(ConfigurableListableBeanFactory beans, Class<T> type, Predicate<T> usable, String user) {
        NamedBeanHolder<T> found = found(beans, type, usable);
        if (found == null || !usable.test(found.getBeanInstance())) {
            return null;
        }
        beans.registerDependentBean(found.getBeanName(), user);
        return found.getBeanInstance();
    }

    private static <T> @Nullable NamedBeanHolder<T> found(
            ConfigurableListableBeanFactory beans, Class<T> type, Predicate<T> usable) {
        try {
            return beans.resolveNamedBean(type);
        } catch (NoUniqueBeanDefinitionException several) {
            return onlyUsable(beans, type, usable, several);
        } catch (NoSuchBeanDefinitionException none) {
            return null;
        }
    }

    // One of Jedis beside one of Lettuce leaves no doubt.
    private static <T> @Nullable NamedBeanHolder<T> onlyUsable(
            ConfigurableListableBeanFactory beans,
            Class<T> type,
            Predicate<T> usable,
            NoUniqueBeanDefinitionException several) {
        List<String> names = names(several).stream()
                .filter(name -> usable.test(beans.getBean(name, type)))
                .toList();
        if (names.size() > 1) {
            throw ambiguous(names);
        }
        return names.isEmpty() ? null : new NamedBeanHolder<>(names.get(0), beans.getBean(names.get(0), type));
    }

    private static List<String> names(NoUniqueBeanDefinitionException several) {
        return several.getBeanNamesFound() == null
                ? List.of()
                : several.getBeanNamesFound().stream().sorted().toList();
    }

    private static InvalidPolicyException ambiguous(List<String> names) {
        return new InvalidPolicyException(List.of(Problem.error(
                "BW-REDIS-030",
                "redis.url",
                "(none), and the beans " + String.join(", ", names),
                "one bean that leads to Redis, or one that is primary",
                "Mark one of them @Primary, or say where Redis is in breakwater.redis.url.")));
    }
}
