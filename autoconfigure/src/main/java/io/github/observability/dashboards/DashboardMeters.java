package io.github.observability.dashboards;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which meters the dashboards read, business meters aside, of which they read each. For
 * features of the starter; an application has no need of it.
 */
public final class DashboardMeters {

	private static final Set<String> NAMES = Arrays.stream(MeterRole.values())
		.flatMap((role) -> role.names().stream())
		.collect(Collectors.toUnmodifiableSet());

	private DashboardMeters() {
	}

	/**
	 * Whether a dashboard reads a meter, by any convention.
	 * @param name the name of the meter
	 * @return whether it does
	 */
	public static boolean read(String name) {
		return NAMES.contains(name);
	}

}
