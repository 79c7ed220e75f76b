package io.github.observability.incidents;

import java.lang.reflect.Method;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Reports changes that the application context publishes: of its availability, and of its
 * configuration, which Spring Cloud announces.
 */
final class ApplicationChanges implements GenericApplicationListener {

	/** By name, as Spring Cloud is optional and its version is the application's. */
	static final String REFRESH = "org.springframework.cloud.context.environment.EnvironmentChangeEvent";

	private static final int MOST_KEYS = 5;

	private final Changes changes;

	ApplicationChanges(Changes changes) {
		this.changes = changes;
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.resolve();
		return type != null && (AvailabilityChangeEvent.class.isAssignableFrom(type) || type.getName().equals(REFRESH));
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof AvailabilityChangeEvent<?> availability) {
			this.changes.add(ChangeType.AVAILABILITY, availability.getState().getClass().getSimpleName(), null,
					String.valueOf(availability.getState()));
			return;
		}
		this.changes.add(ChangeType.CONFIGURATION, keys(event), null, null);
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
