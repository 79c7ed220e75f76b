package io.github.observability.tracing;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition} that matches if an OpenTelemetry Java agent instruments the
 * JVM.
 */
final class OnJavaAgentCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("OpenTelemetry Java agent");
		return JavaAgent.isRunning(context.getClassLoader()) ? ConditionOutcome.match(message.because("is running"))
				: ConditionOutcome.noMatch(message.because("is not running"));
	}

}
