package io.github.observability.console;

import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.EndpointExposureOutcomeContributor;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link EndpointExposureOutcomeContributor} that has Boot create the endpoints which the
 * console reads. They are exposed no further than the application says.
 */
final class ConsoleEndpointExposure implements EndpointExposureOutcomeContributor {

	static final Set<String> ENDPOINTS = Set.of("observability", "slo", "business", "golden", "incidents",
			"logpatterns", "profile");

	/**
	 * Boot asks for each endpoint, and the answer may take the manifests of all archives.
	 */
	private final SingletonSupplier<Boolean> served;

	ConsoleEndpointExposure(Environment environment) {
		this.served = SingletonSupplier.of(() -> DevelopmentMode.isServed(environment, getClass().getClassLoader()));
	}

	@Override
	public @Nullable ConditionOutcome getExposureOutcome(EndpointId endpointId, Set<EndpointExposure> exposures,
			ConditionMessage.Builder message) {
		if (!ENDPOINTS.contains(endpointId.toLowerCaseString())) {
			return null;
		}
		return Boolean.TRUE.equals(this.served.get()) ? ConditionOutcome.match(message.because("the console reads it"))
				: null;
	}

}
