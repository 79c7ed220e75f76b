package io.github.observability.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition} behind {@link ConditionalOnNoJavaAgent}.
 */
final class OnNoJavaAgentCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionOutcome running = new OnJavaAgentCondition().getMatchOutcome(context, metadata);
		return new ConditionOutcome(!running.isMatch(), running.getConditionMessage());
	}

}
