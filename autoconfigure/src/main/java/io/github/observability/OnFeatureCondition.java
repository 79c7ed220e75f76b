package io.github.observability;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.Order;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition} behind {@link ConditionalOnFeature}.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
final class OnFeatureCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		MergedAnnotation<ConditionalOnFeature> feature = metadata.getAnnotations().get(ConditionalOnFeature.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnFeature.class);
		boolean matchIfMissing = feature.getBoolean("matchIfMissing");
		for (String key : feature.getStringArray("value")) {
			@Nullable Boolean value = FeatureSwitch.read(context.getEnvironment(), key);
			if (!((value != null) ? value : matchIfMissing)) {
				return ConditionOutcome.noMatch(message.because(key + " is " + ((value != null) ? "off" : "not set")));
			}
		}
		return ConditionOutcome.match(message.because("each switch is on"));
	}

}
