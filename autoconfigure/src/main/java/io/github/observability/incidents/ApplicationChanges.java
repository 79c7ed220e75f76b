package io.github.observability.incidents;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Set;

import io.github.observability.logging.patterns.LogPatternEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.AvailabilityState;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reports changes that the application context publishes: of its availability, of its
 * configuration, which Spring Cloud announces, and of the patterns of its log lines.
 */
final class ApplicationChanges implements GenericApplicationListener {

	/** By name, as Spring Cloud is optional and its version is the application's. */
	static final String REFRESH = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private static final int MOST_KEYS = 5;

	/** Other lines are news of the business, not of trouble. */
	private static final Set<String> LEVELS = Set.of("ERROR", "WARN");

	/** What is logged about incidents explains none. */
	private static final String OWN = ApplicationChanges.class.getPackageName() + ".";

	private final Changes changes;

	private final HealthStates health;

	ApplicationChanges(Changes changes, HealthStates health) {
		this.changes = changes;
		this.health = health;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.resolve();
		return type != null && (AvailabilityChangeEvent.class.isAssignableFrom(type) || type.getName().equals(REFRESH)
				|| (PayloadApplicationEvent.class.isAssignableFrom(type) && eventType.as(PayloadApplicationEvent.class)
					.getGeneric()
					.resolve() == LogPatternEvent.class));
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof AvailabilityChangeEvent<?> availability) {
			available(availability.getState());
		}
		else if (event instanceof PayloadApplicationEvent<?> payload) {
			if (payload.getPayload() instanceof LogPatternEvent pattern) {
				logged(pattern);
			}
		}
		else {
			this.changes.add(ChangeType.CONFIGURATION, keys(event), null, null);
		}
	}

	private void available(AvailabilityState state) {
		String name = ClassUtils.getShortName(ClassUtils.getUserClass(state));
		this.changes.add(ChangeType.AVAILABILITY, name, null, String.valueOf(state));
		if (state instanceof ReadinessState || state instanceof LivenessState) {
			this.health.availability(name, String.valueOf(state),
					state == ReadinessState.REFUSING_TRAFFIC || state == LivenessState.BROKEN);
		}
	}

	private void logged(LogPatternEvent event) {
		if (!LEVELS.contains(event.level()) || event.logger().startsWith(OWN)) {
			return;
		}
		String name = event.level() + " " + ClassUtils.getShortName(event.logger()) + ": " + event.template();
		if (event.kind() == LogPatternEvent.Kind.NEW_PATTERN) {
			this.changes.add(ChangeType.NEW_LOG_PATTERN, name, null, null, event.id());
		}
		else {
			this.changes.add(ChangeType.LOG_RATE_JUMPED, name,
					Math.round(event.linesPerMinute() / Math.max(1, event.factor())) + " a minute",
					event.linesPerMinute() + " a minute", event.id());
		}
	}

	/**
	 * The names of the changed properties, never their values.
	 */
	private static String keys(ApplicationEvent event) {
		Method getter = ReflectionUtils.findMethod(event.getClass(), "getKeys");
		Object keys = invoke(getter, event);
		if (!(keys instanceof Collection<?> collection) || collection.isEmpty()) {
			return "of the environment";
		}
		String names = String.join(", ", collection.stream().limit(MOST_KEYS).map(String::valueOf).sorted().toList());
		return "of " + names
				+ ((collection.size() > MOST_KEYS) ? " and " + (collection.size() - MOST_KEYS) + " more" : "");
	}

	private static @Nullable Object invoke(@Nullable Method method, Object target) {
		try {
			return (method != null) ? method.invoke(target) : null;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return null;
		}
	}

}
