package io.github.observability;

import java.util.Arrays;
import java.util.Locale;

/**
 * The features, in the order in which reference pages list them. Each has a package and a
 * prefix of properties of its name.
 */
enum Feature {

	GOLDEN("Golden signals", "golden-signals.md"),

	SATURATION("Saturation", "saturation.md"),

	CONTEXT("Context", "context.md"),

	LOGGING("Logging", "logging.md"),

	TRACING("Tracing", "tracing.md"),

	BUSINESS("Business metrics", "business.md"),

	SLO("Service level objectives", "slo.md"),

	INCIDENTS("Incidents", "incidents.md"),

	DASHBOARDS("Dashboards", "dashboards.md"),

	COST("Telemetry cost", "telemetry-cost.md"),

	PROFILING("Profiling", "profiling.md"),

	RESOURCE("Resource", "tracing.md"),

	DEFAULTS("Defaults", "defaults.md");

	private final String title;

	private final String page;

	Feature(String title, String page) {
		this.title = title;
		this.page = page;
	}

	/**
	 * Return the feature that owns a property.
	 * @param property the full key of the property
	 * @return its feature
	 */
	static Feature ofProperty(String property) {
		return ofName(property.substring("observability.".length()));
	}

	/**
	 * Return the feature that owns a class.
	 * @param type the class
	 * @return its feature
	 */
	static Feature ofClass(Class<?> type) {
		return ofName(type.getName().substring("io.github.observability.".length()));
	}

	private static Feature ofName(String name) {
		String first = name.substring(0, name.indexOf('.'));
		return Arrays.stream(values())
			.filter((feature) -> feature.name().toLowerCase(Locale.ROOT).equals(first))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("Add '" + first + "' to Feature"));
	}

	/**
	 * Return the heading of its section, followed by a link to its page.
	 * @return the Markdown
	 */
	String heading() {
		return "## " + this.title + "\n\nSee [" + this.title.toLowerCase(Locale.ROOT) + "](" + this.page + ").\n\n";
	}

}
