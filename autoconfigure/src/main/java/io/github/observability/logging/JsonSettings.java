package io.github.observability.logging;

import java.util.Map;
import java.util.Set;

import io.github.observability.SettingsBinder;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Those of Boot's settings under {@code logging.structured.json} that say which fields a
 * line has and how they are named. Boot reads them for its own writer only.
 *
 * @param include paths to include, all if empty
 * @param exclude paths to leave out
 * @param rename new last names of paths
 * @param add fields to add to each line
 * @param customizer names of classes that customize Boot's writer
 * @param context what becomes of the MDC and of key-value pairs
 */
record JsonSettings(@DefaultValue Set<String> include, @DefaultValue Set<String> exclude,
		@DefaultValue Map<String, String> rename, @DefaultValue Map<String, String> add,
		@DefaultValue Set<String> customizer, @DefaultValue Context context) {

	private static final String PREFIX = "logging.structured.json";

	/**
	 * Read the settings. Most applications set none, and binding would then take a tenth
	 * of what the first log line costs.
	 */
	static JsonSettings get(Environment environment) {
		return SettingsBinder.isAnySet(environment, PREFIX)
				? Binder.get(environment).bindOrCreate(PREFIX, JsonSettings.class) : none();
	}

	/**
	 * Settings that change nothing.
	 */
	static JsonSettings none() {
		return new JsonSettings(Set.of(), Set.of(), Map.of(), Map.of(), Set.of(), new Context(true, ""));
	}

	/**
	 * These settings without those that Boot's writer applies by itself.
	 */
	JsonSettings contextOnly() {
		return new JsonSettings(Set.of(), Set.of(), Map.of(), Map.of(), Set.of(), this.context);
	}

	boolean isIncluded(String path) {
		return (this.include.isEmpty() || this.include.contains(path)) && !this.exclude.contains(path);
	}

	/**
	 * What becomes of the MDC and of key-value pairs.
	 *
	 * @param include whether they are written
	 * @param prefix what their names begin with
	 */
	record Context(@DefaultValue("true") boolean include, @DefaultValue("") String prefix) {
	}

}
