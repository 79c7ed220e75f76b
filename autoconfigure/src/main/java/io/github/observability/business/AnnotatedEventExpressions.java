package io.github.observability.business;

import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.spel.SpelCompilerMode;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.SpelParserConfiguration;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/**
 * Parses the expressions of one annotated method once and evaluates them for each call.
 * Frequently evaluated expressions are compiled to byte code.
 */
final class AnnotatedEventExpressions {

	private static final String RESULT = "result";

	private static final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final SpelExpressionParser parser;

	private final Method method;

	private final Set<String> variables = new HashSet<>(Set.of(RESULT, "root", "this"));

	AnnotatedEventExpressions(Method method) {
		this.parser = new SpelExpressionParser(
				new SpelParserConfiguration(SpelCompilerMode.MIXED, method.getDeclaringClass().getClassLoader()));
		this.method = method;
		@Nullable String @Nullable [] parameters = names.getParameterNames(method);
		if (parameters != null) {
			for (String parameter : parameters) {
				if (parameter != null) {
					this.variables.add(parameter);
				}
			}
		}
		for (int i = 0; i < method.getParameterCount(); i++) {
			this.variables.add("a" + i);
			this.variables.add("p" + i);
		}
	}

	SpelExpression parse(String attribute, String text) {
		try {
			SpelExpression expression = this.parser.parseRaw(text);
			requireKnown(expression.getAST());
			return expression;
		}
		catch (ParseException | IllegalStateException ex) {
			throw wrong(this.method,
					"has the %s '%s', which is not a valid expression: %s".formatted(attribute, text, ex.getMessage()),
					ex);
		}
	}

	private void requireKnown(SpelNode node) {
		if (node instanceof VariableReference && !this.variables.contains(node.toStringAST().substring(1))) {
			throw new IllegalStateException(
					"%s is not one of %s".formatted(node.toStringAST(), this.variables.stream().sorted().toList()));
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			requireKnown(node.getChild(i));
		}
	}

	EvaluationContext context(Object bean, @Nullable Object[] arguments, @Nullable Object result) {
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(bean, this.method, arguments, names);
		context.setVariable(RESULT, result);
		return context;
	}

	/**
	 * Evaluate an expression. An optional yields the value in it, as its text would be
	 * the same for each one that is empty.
	 * @param expression the expression
	 * @param context the arguments and the result of the method
	 * @return the value, {@code null} if there is none
	 */
	static @Nullable Object evaluate(Expression expression, EvaluationContext context) {
		Object value = expression.getValue(context);
		if (value instanceof Optional<?> optional) {
			return optional.isPresent() ? optional.get() : null;
		}
		if (value instanceof OptionalInt optional) {
			return optional.isPresent() ? optional.getAsInt() : null;
		}
		if (value instanceof OptionalLong optional) {
			return optional.isPresent() ? optional.getAsLong() : null;
		}
		if (value instanceof OptionalDouble optional) {
			return optional.isPresent() ? optional.getAsDouble() : null;
		}
		return value;
	}

	static IllegalStateException wrong(Method method, String what, @Nullable Throwable cause) {
		return new IllegalStateException(
				"@BusinessEvent on %s.%s %s".formatted(method.getDeclaringClass().getName(), method.getName(), what),
				cause);
	}

}
