package io.github.observability.tracing.sampling;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings for the traces that callers send.
 *
 * @param policy Policy for the trace of a caller on paths without a policy of their own.
 * @param paths Policies by path; the first match applies.
 */
@ConfigurationProperties("observability.tracing.ingress")
record IngressProperties(@DefaultValue("trust") IngressPolicy policy, @DefaultValue List<ByPath> paths) {

	IngressProperties {
		for (int i = 0; i < paths.size(); i++) {
			if (paths.get(i).path() == null || paths.get(i).policy() == null) {
				throw new IllegalArgumentException("'observability.tracing.ingress.paths[" + i
						+ "]' must have a path and a policy, but was " + paths.get(i));
			}
		}
	}

	boolean isTrust() {
		return this.policy == IngressPolicy.TRUST
				&& this.paths.stream().allMatch((each) -> each.policy() == IngressPolicy.TRUST);
	}

	boolean mayRestart() {
		return this.policy == IngressPolicy.RESTART
				|| this.paths.stream().anyMatch((each) -> each.policy() == IngressPolicy.RESTART);
	}

	/**
	 * Policy for the trace of a caller on some paths.
	 *
	 * @param path Spring path pattern of requests, such as '/public/**'.
	 * @param policy What happens to the caller's trace.
	 */
	record ByPath(@Nullable String path, @Nullable IngressPolicy policy) {
	}

}
