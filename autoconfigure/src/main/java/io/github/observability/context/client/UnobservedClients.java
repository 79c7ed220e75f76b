package io.github.observability.context.client;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.util.ReflectionUtils;

/**
 * Reports once which beans of the application hold an unobserved client. A client that is
 * not a bean cannot be changed.
 */
final class UnobservedClients implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(UnobservedClients.class);

	private static final List<String> CLIENTS = List.of("org.springframework.web.client.RestTemplate",
			"org.springframework.web.client.RestClient", "org.springframework.web.reactive.function.client.WebClient");

	private final ConfigurableListableBeanFactory beanFactory;

	UnobservedClients(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	@Override
	public void afterSingletonsInstantiated() {
		if (!logger.isWarnEnabled() || !AutoConfigurationPackages.has(this.beanFactory)) {
			return;
		}
		try {
			List<String> found = find(AutoConfigurationPackages.get(this.beanFactory));
			if (!found.isEmpty()) {
				logger.warn(
						"Manually created HTTP clients send no trace headers and are not measured: {}. Declare them as "
								+ "beans or create them with the builder of Spring Boot",
						String.join(", ", found));
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Manually created HTTP clients could not be searched for", ex);
		}
	}

	private List<String> find(List<String> packages) {
		List<String> found = new ArrayList<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Object bean = this.beanFactory.containsSingleton(name) ? this.beanFactory.getSingleton(name) : null;
			if (bean != null) {
				Object target = AopProxyUtils.getSingletonTarget(bean);
				find((target != null) ? target : bean, packages, name, found);
			}
		}
		return found;
	}

	private static void find(Object bean, List<String> packages, String name, List<String> found) {
		Class<?> type = bean.getClass();
		while (type != null && isIn(packages, type)) {
			for (Field field : type.getDeclaredFields()) {
				if (isClient(field.getType()) && !Modifier.isStatic(field.getModifiers())
						&& isUnobserved(read(field, bean))) {
					found.add("'" + field.getName() + "' of bean '" + name + "'");
				}
			}
			type = type.getSuperclass();
		}
	}

	private static boolean isIn(List<String> packages, Class<?> type) {
		return packages.stream().anyMatch((each) -> type.getName().startsWith(each + "."));
	}

	private static boolean isClient(Class<?> type) {
		return type == HttpClient.class || CLIENTS.contains(type.getName());
	}

	private static boolean isUnobserved(@Nullable Object client) {
		if (client instanceof HttpClient) {
			return client.getClass().getModule() == HttpClient.class.getModule();
		}
		return client != null && ClientFields.isUnobserved(client);
	}

	private static @Nullable Object read(Field field, Object bean) {
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, bean);
	}

}
