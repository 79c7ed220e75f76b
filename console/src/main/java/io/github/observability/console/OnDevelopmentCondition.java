package io.github.observability.console;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Condition that matches in development only, and logs one line where it does not.
 */
final class OnDevelopmentCondition extends SpringBootCondition {

	private static final Log logger = LogFactory.getLog(OnDevelopmentCondition.class);

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		@Nullable String refusal = DevelopmentMode.refusal(context.getEnvironment(), context.getClassLoader());
		ConditionMessage.Builder message = ConditionMessage.forCondition("Development");
		if (refusal == null) {
			return ConditionOutcome.match(message.because("nothing speaks against it"));
		}
		logger.info("The observability console is not served because " + refusal + "; '" + ConsoleProperties.PREFIX
				+ ".allow-in-production=true' serves it all the same");
		return ConditionOutcome.noMatch(message.because(refusal));
	}

}
