package io.github.observability.business;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.util.StringUtils;

/**
 * The event of one annotated method.
 */
final class AnnotatedEvent {

	private final String name;

	private final AnnotatedEventExpressions expressions;

	private final List<Expression> tags = new ArrayList<>();

	private final BusinessEvents events;

	private final @Nullable AnnotatedEventAmount amount;

	private final @Nullable Expression key;

	private final RejectionLog rejections;

	AnnotatedEvent(Method method, BusinessEvent annotation, BusinessMetrics metrics, RejectionLog rejections) {
		if (Modifier.isPrivate(method.getModifiers()) || Modifier.isStatic(method.getModifiers())
				|| Modifier.isFinal(method.getModifiers())) {
			throw AnnotatedEventExpressions.wrong(method,
					"has no effect: a proxy cannot intercept a private, static or final method", null);
		}
		this.name = annotation.name();
		this.rejections = rejections;
		this.expressions = new AnnotatedEventExpressions(method);
		String[] keys = tagKeys(method, annotation);
		this.key = StringUtils.hasText(annotation.key()) ? this.expressions.parse("key", annotation.key()) : null;
		try {
			this.events = metrics.events(annotation.name(), annotation.description(), keys);
			this.amount = AnnotatedEventAmount.of(method, annotation, this.expressions, metrics, keys);
		}
		catch (IllegalArgumentException ex) {
			throw AnnotatedEventExpressions.wrong(method, "cannot be declared: " + ex.getMessage(), ex);
		}
	}

	private String[] tagKeys(Method method, BusinessEvent annotation) {
		List<String> keys = new ArrayList<>();
		for (String tag : annotation.tags()) {
			int split = tag.indexOf('=');
			if (split < 1) {
				throw AnnotatedEventExpressions.wrong(method,
						"has the tag '%s', which is not a 'key=expression'".formatted(tag), null);
			}
			keys.add(tag.substring(0, split).trim());
			this.tags.add(this.expressions.parse("tag", tag.substring(split + 1).trim()));
		}
		return keys.toArray(String[]::new);
	}

	/**
	 * Record the event. Never throws, whatever the expressions do.
	 * @param bean the bean
	 * @param arguments the arguments
	 * @param result the return value
	 */
	void returned(Object bean, @Nullable Object[] arguments, @Nullable Object result) {
		try {
			record(this.expressions.context(bean, arguments, result));
		}
		catch (RejectedException ex) {
			this.rejections.reject(this.name, ex.reason(), ex.value());
		}
		// An expression calls code of the application, which may throw anything.
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			this.rejections.reject(this.name, Rejection.EXPRESSION, ex);
		}
	}

	private void record(EvaluationContext context) {
		@Nullable String[] values = new String[this.tags.size()];
		for (int i = 0; i < values.length; i++) {
			values[i] = text(this.tags.get(i), context);
		}
		String key = (this.key != null) ? text(this.key, context) : null;
		BusinessEvents once = (key != null) ? this.events.once(key) : this.events;
		if (this.amount != null) {
			this.amount.record(once, key, context, values);
		}
		else {
			once.occurred(values);
		}
	}

	private static @Nullable String text(Expression expression, EvaluationContext context) {
		Object value = AnnotatedEventExpressions.evaluate(expression, context);
		return (value != null) ? value.toString() : null;
	}

}
