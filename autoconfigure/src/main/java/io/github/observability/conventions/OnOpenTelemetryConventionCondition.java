package io.github.observability.conventions;

import io.github.observability.SemanticConvention;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition} that matches if the properties choose OpenTelemetry's
 * conventions.
 */
final class OnOpenTelemetryConventionCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		SemanticConvention convention = SemanticConvention.of(context.getEnvironment());
		return new ConditionOutcome(convention == SemanticConvention.OPENTELEMETRY,
				ConditionMessage.forCondition("Semantic Convention")
					.because("'" + SemanticConvention.PROPERTY + "' is " + convention.value()));
	}

}
