package io.github.observability.slo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

import io.github.observability.PrometheusNames;
import io.micrometer.core.instrument.Meter;
import org.jspecify.annotations.Nullable;

/**
 * Creates objectives from the declarations in properties and checks them.
 */
final class SloDeclarations {

	/** Valid names of a business counter. */
	static final String METER_NAME = "[a-z][a-z0-9]*([._][a-z0-9]+)*";

	/** OpenSLO requires a host name, Prometheus accepts anything. */
	private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");

	/**
	 * A pattern of a path, an extension that a servlet is mapped to, or the word that is
	 * recorded for an empty pattern.
	 */
	private static final Pattern ROUTE = Pattern.compile("/.*|\\*\\.[^/]+|root");

	private static final int MAX_NAME_LENGTH = 63;

	private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS",
			"TRACE");

	private final String key;

	private final SloProperties.Objective declared;

	private SloDeclarations(String key, SloProperties.Objective declared) {
		this.key = key;
		this.declared = declared;
	}

	/**
	 * Create the objectives.
	 * @param period the default period
	 * @param alerting the settings for all alerts
	 * @param objectives the declarations, by name
	 * @return the objectives, sorted by name
	 * @throws IllegalArgumentException if a declaration is invalid
	 */
	static List<Slo> check(String period, SloProperties.Alerting alerting,
			Map<String, SloProperties.Objective> objectives) {
		SloPeriod common = SloPeriod.of(SloProperties.PREFIX + ".period", period);
		List<Slo> slos = new ArrayList<>();
		Map<String, SloProperties.Objective> sorted = new TreeMap<>(objectives);
		checkNames(sorted.keySet());
		sorted.forEach(
				(name, declared) -> slos.add(new SloDeclarations(key(name), declared).slo(name, common, alerting)));
		return List.copyOf(slos);
	}

	private static String key(String name) {
		return SloProperties.PREFIX + ".objectives." + name;
	}

	private static void checkNames(Set<String> names) {
		Map<String, String> known = new HashMap<>();
		for (String name : names) {
			if (name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
				throw wrong(key(name),
						"must have a name of at most " + MAX_NAME_LENGTH
								+ " lowercase letters, digits and dashes, such as 'checkout-latency', but is named '"
								+ name + "'");
			}
			String same = known.put(name.replace("-", ""), name);
			if (same != null) {
				throw wrong(key(name), "has the same name as '" + key(same)
						+ "', as dashes do not distinguish properties; rename '" + same + "' or '" + name + "'");
			}
		}
	}

	private Slo slo(String name, SloPeriod common, SloProperties.Alerting alerting) {
		SloSource source = source();
		Duration slowerThan = slowerThan(source);
		String period = this.declared.period();
		Integer minBadEvents = this.declared.minBadEvents();
		if (minBadEvents != null && minBadEvents < 1) {
			throw wrong(this.key + ".min-bad-events", "must be at least 1, but was " + minBadEvents);
		}
		if (source instanceof SloSource.BusinessEvents
				&& (this.declared.bad() != null || !this.declared.ignored().isEmpty())) {
			throw wrong(this.key,
					"has 'bad' or 'ignore' with 'business', whose counters already separate good from bad; "
							+ "remove them");
		}
		return new Slo(name, target(), (period != null) ? SloPeriod.of(this.key + ".period", period) : common, source,
				bad(source, slowerThan), rules(this.key + ".ignore", this.declared.ignored()), slowerThan,
				(minBadEvents != null) ? minBadEvents : alerting.minBadEvents(), this.declared.severity(),
				present(this.declared.owner()), present(this.declared.team()), present(this.declared.runbook()),
				description(source, slowerThan));
	}

	private BigDecimal target() {
		BigDecimal target = this.declared.target();
		if (target == null) {
			throw wrong(this.key + ".target", "must be set, for example to 99.9");
		}
		if (target.signum() <= 0 || target.compareTo(BigDecimal.valueOf(100)) >= 0) {
			throw wrong(this.key + ".target",
					"must be a percentage above 0 and below 100, for example 99.9, but was " + target.toPlainString());
		}
		return target;
	}

	private SloSource source() {
		SloProperties.Http http = this.declared.http();
		String observation = present(this.declared.observation());
		SloProperties.Business business = this.declared.business();
		int sources = ((http != null) ? 1 : 0) + ((observation != null) ? 1 : 0) + ((business != null) ? 1 : 0);
		if (sources != 1) {
			throw wrong(this.key, "must have exactly one of 'http.route', 'observation' and 'business', but has "
					+ ((sources == 0) ? "none" : sources));
		}
		if (http != null) {
			return requests(http);
		}
		if (business != null) {
			return new SloSource.BusinessEvents(counter("good", business.good()), counter("bad", business.bad()));
		}
		return new SloSource.Observations((observation != null) ? observation : "");
	}

	private SloSource requests(SloProperties.Http http) {
		String route = http.route();
		if (route == null || !ROUTE.matcher(route).matches()) {
			throw wrong(this.key + ".http.route",
					"must be a route such as '/orders/{id}' or '/orders/**', the mapping of a servlet such as '*.do', "
							+ "'root' for the root, or '/**' for all requests, but was '"
							+ ((route != null) ? route : "") + "'");
		}
		String method = present(http.method());
		if (method != null && !METHODS.contains(method)) {
			throw wrong(this.key + ".http.method",
					"must be an uppercase method such as 'GET' or 'POST', but was '" + method + "'");
		}
		return new SloSource.Requests(new RoutePattern(route), method);
	}

	private String counter(String property, @Nullable String name) {
		if (name == null || !name.matches(METER_NAME)) {
			throw wrong(this.key + ".business." + property, "must be the name of a counter such as 'rides.completed', "
					+ "but was '" + ((name != null) ? name : "") + "'");
		}
		requireExported(this.key + ".business." + property, name);
		return name;
	}

	/**
	 * Check that Prometheus retains the name of a counter.
	 * @param key the property
	 * @param counter the name of the counter
	 * @throws IllegalArgumentException if the name loses a word
	 */
	static void requireExported(String key, String counter) {
		PrometheusNames.Exported exported = PrometheusNames.byDefault().of(counter, Meter.Type.COUNTER, null);
		if (!exported.faithful()) {
			throw wrong(key, "contains '" + counter + "', which would be '" + exported.name()
					+ "' in Prometheus, as it reserves the last word; rename the counter");
		}
	}

	private @Nullable Duration slowerThan(SloSource source) {
		Duration slowerThan = this.declared.slowerThan();
		if (slowerThan == null) {
			return null;
		}
		if (slowerThan.isNegative() || slowerThan.isZero()) {
			throw wrong(this.key + ".slower-than",
					"must be positive, for example 300ms, but was " + slowerThan.toMillis() + "ms");
		}
		if (source instanceof SloSource.BusinessEvents) {
			throw wrong(this.key + ".slower-than",
					"cannot be used with 'business', as counters have no duration; remove it");
		}
		return slowerThan;
	}

	private List<EventRule> bad(SloSource source, @Nullable Duration slowerThan) {
		List<String> bad = this.declared.bad();
		if (bad != null) {
			if (bad.isEmpty() && slowerThan == null) {
				throw wrong(this.key + ".bad",
						"must not be empty, as no event would be bad; remove it to use the default");
			}
			return rules(this.key + ".bad", bad);
		}
		if (slowerThan != null || source instanceof SloSource.BusinessEvents) {
			return List.of();
		}
		return (source instanceof SloSource.Requests) ? List.of(EventRule.SERVER_ERROR)
				: List.of(EventRule.ERROR, EventRule.SERVER_ERROR);
	}

	private static List<EventRule> rules(String key, List<String> texts) {
		return texts.stream().map((text) -> EventRule.of(key, text)).toList();
	}

	private String description(SloSource source, @Nullable Duration slowerThan) {
		String description = present(this.declared.description());
		if (description != null) {
			return description;
		}
		BigDecimal target = target();
		return target.stripTrailingZeros().toPlainString() + " % of " + source.description()
				+ ((slowerThan != null) ? " take at most " + slowerThan.toMillis() + " ms" : " succeed");
	}

	static @Nullable String present(@Nullable String text) {
		return (text == null || text.isBlank()) ? null : text;
	}

	private static IllegalArgumentException wrong(String key, String sentence) {
		return new IllegalArgumentException("'" + key + "' " + sentence);
	}

}
