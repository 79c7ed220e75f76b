package io.github.observability.business;

import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Currency;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;
import org.springframework.util.StringUtils;

/**
 * The amount of an annotated event: money or a quantity with another unit.
 */
final class AnnotatedEventAmount {

	private static final Pattern CODE = Pattern.compile("[A-Z]{3}");

	private static final Pattern UNIT = Pattern.compile("[a-z][a-z0-9_]*");

	private final Expression value;

	private final @Nullable Currency currency;

	private final @Nullable Expression currencyExpression;

	private final @Nullable BusinessQuantity quantity;

	private AnnotatedEventAmount(Expression value, @Nullable Currency currency, @Nullable Expression currencyExpression,
			@Nullable BusinessQuantity quantity) {
		this.value = value;
		this.currency = currency;
		this.currencyExpression = currencyExpression;
		this.quantity = quantity;
	}

	static @Nullable AnnotatedEventAmount of(Method method, BusinessEvent annotation,
			AnnotatedEventExpressions expressions, BusinessMetrics metrics, String[] tagKeys) {
		String unit = annotation.unit();
		if (!StringUtils.hasText(annotation.value())) {
			return null;
		}
		Expression value = expressions.parse("value", annotation.value());
		if (!StringUtils.hasText(unit)) {
			throw AnnotatedEventExpressions.wrong(method, "has a value but no unit, such as 'EUR' or 'km'", null);
		}
		if (CODE.matcher(unit).matches()) {
			return new AnnotatedEventAmount(value, currency(method, unit), null, null);
		}
		if (UNIT.matcher(unit).matches()) {
			return new AnnotatedEventAmount(value, null, null, metrics.quantity(annotation.name() + "." + unit,
					annotation.description() + ": " + unit, unit, tagKeys));
		}
		return new AnnotatedEventAmount(value, null, expressions.parse("unit", unit), null);
	}

	private static Currency currency(Method method, String code) {
		try {
			return Amounts.currency(code);
		}
		catch (RejectedException ex) {
			throw AnnotatedEventExpressions.wrong(method, "has the unit '%s', which is not a currency".formatted(code),
					ex);
		}
	}

	void record(BusinessEvents events, @Nullable String key, EvaluationContext context, @Nullable String[] tagValues) {
		Object amount = AnnotatedEventExpressions.evaluate(this.value, context);
		if (this.quantity != null) {
			record(events, key, Amounts.checked(number(amount).doubleValue()), this.quantity, tagValues);
			return;
		}
		Currency of = currency(context);
		events.occurred(minorUnits(number(amount), of), of, tagValues);
	}

	private static void record(BusinessEvents events, @Nullable String key, double quantity, BusinessQuantity sum,
			@Nullable String[] tagValues) {
		if (events instanceof DefaultBusinessEvents ours && sum instanceof DefaultBusinessCounter counter) {
			ours.occurred(quantity, counter, tagValues);
			return;
		}
		// Business metrics of the application take the two one by one.
		events.occurred(tagValues);
		((key != null) ? sum.once(key) : sum).add(quantity, tagValues);
	}

	private Currency currency(EvaluationContext context) {
		if (this.currency != null) {
			return this.currency;
		}
		return Amounts.currency((this.currencyExpression != null)
				? AnnotatedEventExpressions.evaluate(this.currencyExpression, context) : null);
	}

	private static Number number(@Nullable Object amount) {
		if (amount instanceof Number number) {
			return number;
		}
		throw new RejectedException(Rejection.NOT_A_NUMBER, amount);
	}

	/**
	 * A whole number is in minor units, a number with decimals in major units.
	 */
	private static long minorUnits(Number amount, Currency currency) {
		if (amount instanceof BigDecimal decimal) {
			return Amounts.minorUnits(decimal, currency);
		}
		if (amount instanceof BigInteger integer) {
			if (integer.bitLength() >= Long.SIZE) {
				throw new RejectedException(Rejection.OVERFLOW, integer);
			}
			return Amounts.checked(integer.longValue());
		}
		if (amount instanceof Double || amount instanceof Float) {
			Amounts.checked(amount.doubleValue());
			return Amounts.minorUnits(new BigDecimal(amount.toString()), currency);
		}
		return Amounts.checked(amount.longValue());
	}

}
