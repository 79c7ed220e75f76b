package io.github.observability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Low-cardinality key-values which mean that an observation failed, by the name of the
 * observation. Protocols such as gRPC, GraphQL and batch report a failure as a status, so
 * the observation has no error. The table covers the observations of Spring, Boot and the
 * starter; the property {@code observability.golden.failures} adds further entries. An
 * observation whose outcome is {@linkplain Outcomes#isExcused(String) excused} did not
 * fail.
 */
public final class FailureTable {

	/** The property that adds entries. */
	public static final String PROPERTY = "observability.golden.failures";

	private static final String OUTCOME = HttpNames.OUTCOME;

	private static final String GRPC_STATUS = "grpc.status_code";

	/**
	 * Statuses that are errors of the server in OpenTelemetry's conventions. All others
	 * correspond to a 4xx of HTTP.
	 */
	private static final List<String> GRPC_FAILURES = List.of("UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED",
			"INTERNAL", "UNAVAILABLE", "DATA_LOSS");

	private static final boolean GRPC_PRESENT = ClassUtils.isPresent("io.grpc.Status",
			FailureTable.class.getClassLoader())
			&& ClassUtils.isPresent("io.micrometer.core.instrument.binder.grpc.GrpcServerObservationContext",
					FailureTable.class.getClassLoader());

	private final SingletonSupplier<Map<String, List<Rule>>> rules;

	/**
	 * Names are read on first use, when an observation starts.
	 */
	private FailureTable(RecordedNames names, Map<String, List<Rule>> added) {
		this.rules = SingletonSupplier.of(() -> {
			Map<String, List<Rule>> rules = known(names);
			added.forEach((observation, each) -> each.forEach((rule) -> add(rules, observation, rule)));
			return rules;
		});
	}

	/**
	 * Create a table without entries of the application.
	 * @return the table
	 */
	public static FailureTable defaults() {
		return of(SemanticConvention.MICROMETER);
	}

	/**
	 * Create a table for a convention without entries of the application.
	 * @param convention the convention
	 * @return the table
	 */
	public static FailureTable of(SemanticConvention convention) {
		return new FailureTable(RecordedNames.of(convention), Map.of());
	}

	/**
	 * Create a table with the entries that the environment adds.
	 * @param environment the environment
	 * @return the table
	 * @throws InvalidConfigurationPropertyValueException if an entry is malformed
	 */
	public static FailureTable of(Environment environment) {
		return of(environment, RecordedNames.of(environment));
	}

	/**
	 * Create a table with the entries that the environment adds.
	 * @param environment the environment
	 * @param names the names by which HTTP requests are recorded
	 * @return the table
	 * @throws InvalidConfigurationPropertyValueException if an entry is malformed
	 */
	public static FailureTable of(Environment environment, RecordedNames names) {
		Binder binder = Binder.get(environment);
		Map<String, List<Rule>> rules = new LinkedHashMap<>();
		Bindable<Map<String, List<String>>> type = Bindable.of(ResolvableType.forClassWithGenerics(Map.class,
				ResolvableType.forClass(String.class), ResolvableType.forClassWithGenerics(List.class, String.class)));
		binder.bind(PROPERTY, type)
			.orElse(Map.of())
			.forEach((observation, entries) -> entries
				.forEach((entry) -> add(rules, observation, rule(observation, entry))));
		return new FailureTable(names, rules);
	}

	private static Map<String, List<Rule>> known(RecordedNames names) {
		Map<String, List<Rule>> rules = new LinkedHashMap<>();
		Rule serverError = new Rule(OUTCOME, HttpNames.SERVER_ERROR);
		add(rules, names.server().requests(), serverError);
		add(rules, names.client().requests(), serverError);
		if (!names.webClient().requests().equals(names.client().requests())) {
			add(rules, names.webClient().requests(), serverError);
		}
		for (String status : GRPC_FAILURES) {
			add(rules, "grpc.server", new Rule(GRPC_STATUS, status));
			add(rules, "grpc.client", new Rule(GRPC_STATUS, status));
		}
		add(rules, "graphql.request", new Rule("graphql.outcome", "INTERNAL_ERROR"));
		add(rules, "graphql.datafetcher", new Rule("graphql.outcome", "ERROR"));
		add(rules, "graphql.dataloader", new Rule("graphql.outcome", "ERROR"));
		for (String unit : List.of("job", "step")) {
			String observation = "spring.batch." + unit;
			add(rules, observation, new Rule(observation + ".status", "FAILED"));
			add(rules, observation, new Rule(observation + ".status", "UNKNOWN"));
		}
		add(rules, "tasks.scheduled.execution", new Rule(OUTCOME, "ERROR"));
		add(rules, "quartz.job", new Rule(OUTCOME, "ERROR"));
		return rules;
	}

	private static void add(Map<String, List<Rule>> rules, String observation, Rule rule) {
		rules.computeIfAbsent(observation, (key) -> new ArrayList<>()).add(rule);
	}

	private static Rule rule(String observation, String entry) {
		int separator = entry.indexOf('=');
		String tag = (separator > 0) ? entry.substring(0, separator).strip() : "";
		String value = (separator > 0) ? entry.substring(separator + 1).strip() : "";
		if (tag.isEmpty() || value.isEmpty() || value.indexOf('*') != -1 && value.indexOf('*') < value.length() - 1) {
			throw new InvalidConfigurationPropertyValueException(PROPERTY + "." + observation, entry,
					"Use 'tag=value', such as 'grpc.status_code=NOT_FOUND', or 'tag=prefix*'.");
		}
		return new Rule(tag, value);
	}

	/**
	 * Return the key-value that means failure. Call this when the observation stops: a
	 * convention may add its key-values only then.
	 * @param context the context of the observation
	 * @return the key-value, {@code null} if no key-value means failure
	 */
	public @Nullable KeyValue failure(Observation.ContextView context) {
		List<Rule> rules = rules(context.getName());
		if (rules == null || isExcused(context.getLowCardinalityKeyValue(OUTCOME))) {
			return null;
		}
		for (Rule rule : rules) {
			KeyValue keyValue = context.getLowCardinalityKeyValue(rule.tag());
			if (keyValue != null && rule.matches(keyValue.getValue())) {
				return isCancelledCall(context) ? null : keyValue;
			}
		}
		return null;
	}

	/**
	 * Return the key-value that means failure.
	 * @param observation the name of an observation or of a meter, {@code null} if it has
	 * none
	 * @param keyValues its low-cardinality key-values
	 * @return the key-value, {@code null} if no key-value means failure
	 */
	public @Nullable KeyValue failure(@Nullable String observation, KeyValues keyValues) {
		List<Rule> rules = rules(observation);
		if (rules == null) {
			return null;
		}
		KeyValue failure = null;
		for (KeyValue keyValue : keyValues) {
			if (keyValue.getKey().equals(OUTCOME) && isExcused(keyValue)) {
				return null;
			}
			for (Rule rule : rules) {
				if (failure == null && rule.tag().equals(keyValue.getKey()) && rule.matches(keyValue.getValue())) {
					failure = keyValue;
				}
			}
		}
		return failure;
	}

	/**
	 * Whether the table has an entry for an observation.
	 * @param observation the name of the observation, {@code null} if it has none
	 * @return whether a key-value can mean failure
	 */
	public boolean covers(@Nullable String observation) {
		return rules(observation) != null;
	}

	/**
	 * Return the tags that can mean failure of an observation.
	 * @param observation the name of the observation, {@code null} if it has none
	 * @return the tags, empty if the table does not cover the observation
	 */
	public List<String> tags(@Nullable String observation) {
		List<Rule> rules = rules(observation);
		return (rules != null) ? rules.stream().map(Rule::tag).distinct().toList() : List.of();
	}

	/**
	 * Return all entries.
	 * @return entries of the form {@code tag=value}, by the name of the observation
	 */
	public Map<String, List<String>> entries() {
		Map<String, List<String>> entries = new LinkedHashMap<>();
		this.rules.obtain()
			.forEach((observation, rules) -> entries.put(observation, rules.stream().map(Rule::toString).toList()));
		return Collections.unmodifiableMap(entries);
	}

	private @Nullable List<Rule> rules(@Nullable String observation) {
		return (observation != null) ? this.rules.obtain().get(observation) : null;
	}

	private static boolean isExcused(@Nullable KeyValue outcome) {
		return outcome != null && Outcomes.isExcused(outcome.getValue());
	}

	/**
	 * Whether a gRPC call ended without a status because its client canceled it. The
	 * convention records {@code UNKNOWN} for such a call, which is also the name of a
	 * failure.
	 */
	private static boolean isCancelledCall(Observation.ContextView context) {
		return GRPC_PRESENT && GrpcCall.isWithoutStatus(context);
	}

	private record Rule(String tag, String value) {

		boolean matches(String actual) {
			return this.value.endsWith("*") ? actual.regionMatches(0, this.value, 0, this.value.length() - 1)
					: this.value.equals(actual);
		}

		@Override
		public String toString() {
			return this.tag + "=" + this.value;
		}

	}

	/** In a class of its own because gRPC and Micrometer's core are optional. */
	private static final class GrpcCall {

		static boolean isWithoutStatus(Observation.ContextView context) {
			return context instanceof GrpcServerObservationContext call && call.getStatusCode() == null;
		}

	}

}
