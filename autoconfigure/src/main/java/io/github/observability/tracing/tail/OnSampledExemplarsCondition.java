package io.github.observability.tracing.tail;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties.Exemplars.Include;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * {@link SpringBootCondition} that matches unless Boot is configured for no exemplars or
 * for exemplars of unsampled spans.
 */
final class OnSampledExemplarsCondition extends SpringBootCondition {

	private static final String KEY = "management.tracing.exemplars.include";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Include include = Binder.get(context.getEnvironment()).bind(KEY, Include.class).orElse(Include.SAMPLED_TRACES);
		String found = ConditionMessage.forCondition("Exemplars").because("'" + KEY + "' is " + include).toString();
		return new ConditionOutcome(include == Include.SAMPLED_TRACES, found);
	}

}
