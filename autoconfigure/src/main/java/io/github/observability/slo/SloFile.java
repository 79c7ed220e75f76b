package io.github.observability.slo;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A file that is rendered from the objectives.
 */
enum SloFile {

	/** Recording and alert rules for Prometheus. */
	RULES("rules", "slo-rules.yml"),

	/** Unit tests of the rules for promtool. */
	RULES_TEST("rules-test", "slo-rules.test.yml"),

	/** The objectives in OpenSLO's terms. */
	OPENSLO("openslo", "slo-openslo.yml"),

	/** Routes and inhibitions for Alertmanager. */
	ALERTMANAGER("alertmanager", "slo-alertmanager.yml");

	private final String id;

	private final String fileName;

	SloFile(String id, String fileName) {
		this.id = id;
		this.fileName = fileName;
	}

	String fileName() {
		return this.fileName;
	}

	static @Nullable SloFile of(String id) {
		return Arrays.stream(values()).filter((file) -> file.id.equals(id)).findFirst().orElse(null);
	}

}
