package io.github.observability.conventions;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.observability.InvalidSettingException;
import io.github.observability.RecordedNames;
import io.github.observability.SemanticConvention;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Makes startup fail if the names of what is recorded are ambiguous: an unknown
 * convention, or two convention beans for the same kind of request, of which Boot could
 * use neither.
 */
final class ConventionBeansCheck implements BeanFactoryPostProcessor {

	private static final Map<String, String> CONVENTIONS = conventions();

	private final Environment environment;

	ConventionBeansCheck(Environment environment) {
		this.environment = environment;
	}

	private static Map<String, String> conventions() {
		Map<String, String> conventions = new LinkedHashMap<>();
		conventions.put("org.springframework.http.server.observation.ServerRequestObservationConvention",
				"requests that a servlet container serves");
		conventions.put("org.springframework.http.server.reactive.observation.ServerRequestObservationConvention",
				"requests that WebFlux serves");
		conventions.put("org.springframework.http.client.observation.ClientRequestObservationConvention",
				"requests that RestClient and RestTemplate send");
		conventions.put("org.springframework.web.reactive.function.client.ClientRequestObservationConvention",
				"requests that WebClient sends");
		return conventions;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		SemanticConvention.of(this.environment);
		CONVENTIONS.forEach((type, requests) -> {
			Class<?> convention = find(type, beanFactory.getBeanClassLoader());
			if (convention != null) {
				requireOne(beanFactory, convention, requests);
			}
		});
	}

	/** An interface loads even if what its methods mention is absent. */
	private static @Nullable Class<?> find(String type, @Nullable ClassLoader classLoader) {
		return ClassUtils.isPresent(type, classLoader) ? ClassUtils.resolveClassName(type, classLoader) : null;
	}

	private static void requireOne(ConfigurableListableBeanFactory beanFactory, Class<?> type, String requests) {
		List<String> names = Arrays.stream(beanFactory.getBeanNamesForType(type, true, false))
			.filter((name) -> RecordedNames.isInjected(beanFactory, name))
			.toList();
		if (names.size() < 2 || isChosen(beanFactory, names)) {
			return;
		}
		throw new InvalidSettingException(
				"The beans " + String.join(", ", names.stream().map((name) -> "'" + name + "'").toList())
						+ " are all conventions that name " + requests,
				"Keep one of them, or mark one with @Primary.");
	}

	/** Follows the rules by which Spring chooses one of several beans. */
	private static boolean isChosen(ConfigurableListableBeanFactory beanFactory, List<String> names) {
		List<String> primary = new ArrayList<>();
		List<String> regular = new ArrayList<>();
		for (String name : names) {
			BeanDefinition definition = beanFactory.containsBeanDefinition(name)
					? beanFactory.getMergedBeanDefinition(name) : null;
			if (definition != null && definition.isPrimary()) {
				primary.add(name);
			}
			if (definition == null || !definition.isFallback()) {
				regular.add(name);
			}
		}
		return primary.size() == 1 || (primary.isEmpty() && regular.size() == 1);
	}

}
