package io.github.observability.defaults;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.observability.logging.LoggingProperties;
import io.github.observability.tracing.ActiveTracer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.ConfigurationPropertiesBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.PropertySource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reports which features of the starter are on in an application, why, and who set Boot's
 * switches.
 */
final class ObservabilityReport {

	private static final String ROOT = "io.github.observability.";

	private static final List<String> TRACER_EXTENSIONS = List.of(ROOT + "tracing.",
			ROOT + "context.propagation.PropagationAutoConfiguration",
			ROOT + "logging.masking.SpanMaskingAutoConfiguration");

	private static final String SUFFIX = "AutoConfiguration";

	private final ConfigurableApplicationContext context;

	ObservabilityReport(ConfigurableApplicationContext context) {
		this.context = context;
	}

	Map<String, FeatureReport> features() {
		Map<String, List<FeatureReport.Part>> parts = new TreeMap<>();
		ConditionEvaluationReport conditions = ConditionEvaluationReport.get(this.context.getBeanFactory());
		for (String candidate : ImportCandidates.load(AutoConfiguration.class, this.context.getClassLoader())) {
			if (candidate.startsWith(ROOT)) {
				String feature = candidate.substring(ROOT.length(), candidate.indexOf('.', ROOT.length()));
				parts.computeIfAbsent(feature, (name) -> new ArrayList<>()).add(part(candidate, conditions));
			}
		}
		parts.computeIfAbsent("logging", (name) -> new ArrayList<>()).add(0, logging());
		Map<String, FeatureReport> features = new LinkedHashMap<>();
		parts.forEach((feature, list) -> features.put(feature,
				new FeatureReport(list.stream().anyMatch(FeatureReport.Part::on), list)));
		return features;
	}

	/**
	 * Reports on an auto-configuration. After ahead-of-time processing, only those that
	 * are on are left, without their conditions.
	 */
	private FeatureReport.Part part(String className, ConditionEvaluationReport conditions) {
		String simpleName = ClassUtils.getShortName(className);
		String name = simpleName.substring(0, simpleName.length() - SUFFIX.length());
		boolean on = this.context.getBeanFactory().containsBeanDefinition(className);
		String missed = missed(conditions.getConditionAndOutcomesBySource().get(className));
		String obstacle = on ? obstacle(className) : null;
		if (obstacle != null) {
			return new FeatureReport.Part(name, false, obstacle);
		}
		if (on) {
			return new FeatureReport.Part(name, true, "its conditions are met");
		}
		return new FeatureReport.Part(name, false, (missed != null) ? missed : "it was left out or excluded");
	}

	/**
	 * Return why an auto-configuration has no effect although its conditions are met.
	 */
	private @Nullable String obstacle(String className) {
		boolean extendsTracer = TRACER_EXTENSIONS.stream().anyMatch(className::startsWith);
		ActiveTracer tracer = extendsTracer ? this.context.getBeanProvider(ActiveTracer.class).getIfAvailable() : null;
		return (tracer != null) ? tracer.obstacle() : null;
	}

	private static @Nullable String missed(ConditionEvaluationReport.@Nullable ConditionAndOutcomes outcomes) {
		if (outcomes == null) {
			return null;
		}
		return outcomes.stream()
			.map(ConditionEvaluationReport.ConditionAndOutcome::getOutcome)
			.filter((outcome) -> !outcome.isMatch())
			.map((outcome) -> String.valueOf(outcome.getMessage()))
			.findFirst()
			.orElse(null);
	}

	private FeatureReport.Part logging() {
		Environment environment = this.context.getEnvironment();
		if (LoggingDefaults.FORMATTER.equals(environment.getProperty(LoggingDefaults.FORMAT))) {
			return new FeatureReport.Part("StructuredLogging", true, "Logback is the logging system");
		}
		LoggingDefaults defaults = new LoggingDefaults(environment, this.context.getClassLoader());
		String reason = defaults
			.declined(Binder.get(environment).bindOrCreate("observability.logging", LoggingProperties.class));
		reason = (reason != null) ? reason : defaults.impossible();
		return new FeatureReport.Part("StructuredLogging", false,
				(reason != null) ? reason : "'" + LoggingDefaults.FORMAT + "' is set otherwise");
	}

	/** Returns Boot's switches that the starter has a default for. */
	List<Switch> switches() {
		List<Switch> switches = new ArrayList<>();
		for (BootDefault bootDefault : BootDefault.values()) {
			String value = this.context.getEnvironment().getProperty(bootDefault.key());
			switches.add(new Switch(bootDefault.key(), value, setBy(bootDefault, value)));
		}
		return switches;
	}

	private SetBy setBy(BootDefault bootDefault, @Nullable String value) {
		if (value == null) {
			return SetBy.NOBODY;
		}
		String source = source(ConfigurationPropertyName.of(bootDefault.key()));
		boolean ours = DefaultPropertiesPropertySource.NAME.equals(source) && value.equals(bootDefault.value());
		return ours ? SetBy.STARTER : SetBy.USER;
	}

	private @Nullable String source(ConfigurationPropertyName name) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.context.getEnvironment())) {
			if (source.getConfigurationProperty(name) != null) {
				return (source.getUnderlyingSource() instanceof PropertySource<?> underlying) ? underlying.getName()
						: null;
			}
		}
		return null;
	}

	/** Returns the limits in force, by property. */
	Map<String, Object> limits() {
		Map<String, Object> limits = new TreeMap<>();
		for (ConfigurationPropertiesBean bean : ConfigurationPropertiesBean.getAll(this.context).values()) {
			String prefix = bean.getAnnotation().prefix();
			if (prefix.startsWith("observability.") && bean.getInstance() instanceof Record settings) {
				addLimits(limits, prefix, settings);
			}
		}
		addLimit(limits, BootDefault.MAX_SERVER_ROUTES.key());
		addLimit(limits, BootDefault.MAX_CLIENT_ROUTES.key());
		return limits;
	}

	private void addLimits(Map<String, Object> limits, String prefix, Record settings) {
		for (RecordComponent component : settings.getClass().getRecordComponents()) {
			Method accessor = component.getAccessor();
			ReflectionUtils.makeAccessible(accessor);
			Object value = ReflectionUtils.invokeMethod(accessor, settings);
			String key = prefix + "." + DataObjectPropertyName.toDashedForm(component.getName());
			if (value instanceof Record nested) {
				addLimits(limits, key, nested);
			}
			else if (value instanceof Map<?, ?> entries) {
				entries.forEach((name, entry) -> {
					if (entry instanceof Record nested) {
						addLimits(limits, key + "." + name, nested);
					}
				});
			}
			else if (value != null && isLimit(component.getName())) {
				limits.put(key, (value instanceof Number) ? value : String.valueOf(value));
			}
		}
	}

	/** Bounds on a number and on a rate. */
	private static boolean isLimit(String name) {
		return name.startsWith("max") || name.endsWith("PerMinute") || name.endsWith("PerSecond");
	}

	private void addLimit(Map<String, Object> limits, String key) {
		Integer value = this.context.getEnvironment().getProperty(key, Integer.class);
		if (value != null) {
			limits.put(key, value);
		}
	}

	/**
	 * A property of Boot and who set it.
	 *
	 * @param key the property
	 * @param value its value, if any
	 * @param setBy who set it
	 */
	record Switch(String key, @Nullable String value, SetBy setBy) {
	}

	/**
	 * Who set a property.
	 */
	enum SetBy {

		/** The starter, as nobody else did. */
		STARTER,

		/** The user, in any property source. */
		USER,

		/** Nobody, so Boot's default holds. */
		NOBODY

	}

}
