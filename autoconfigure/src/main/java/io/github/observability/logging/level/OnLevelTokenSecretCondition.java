package io.github.observability.logging.level;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * {@link SpringBootCondition} that matches if there is a secret for tokens. An empty one,
 * as a variable of a deployment may be, is none.
 */
final class OnLevelTokenSecretCondition extends SpringBootCondition {

	private static final String SECRET = LevelTokenProperties.PREFIX + ".secret";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		boolean set = StringUtils.hasText(context.getEnvironment().getProperty(SECRET));
		return new ConditionOutcome(set, ConditionMessage.of(SECRET + " is " + (set ? "set" : "not set")));
	}

}
