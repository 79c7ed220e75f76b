package io.github.observability.slo;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.observability.HttpNames;
import io.github.observability.PrometheusNames;
import io.github.observability.SemanticConvention;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

/**
 * Objectives for tests, declared as users declare theirs.
 */
final class TestSlos {

	private TestSlos() {
	}

	static SloProperties properties(String... properties) {
		Map<String, String> map = new LinkedHashMap<>();
		for (String property : properties) {
			String[] parts = property.split("=", 2);
			map.put("observability.slo." + parts[0], parts[1]);
		}
		return new Binder(new MapConfigurationPropertySource(map)).bindOrCreate("observability.slo",
				SloProperties.class);
	}

	static SloRendering files(String... properties) {
		return SloRendering.of(properties(properties),
				new MockEnvironment().withProperty("spring.application.name", "rides"),
				HttpNames.server(SemanticConvention.MICROMETER), PrometheusNames.byDefault());
	}

}
