package io.github.observability.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches where no OpenTelemetry Java agent is present.
 */
final class OnNoJavaAgentCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionOutcome present = new OnJavaAgentCondition().getMatchOutcome(context, metadata);
		return new ConditionOutcome(!present.isMatch(), present.getConditionMessage());
	}

}
