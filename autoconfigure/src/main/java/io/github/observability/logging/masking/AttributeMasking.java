package io.github.observability.logging.masking;

import java.util.ArrayList;
import java.util.List;

import io.github.observability.tracing.export.AttributeRewriting;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.common.ValueType;

/**
 * Masks secrets in what OpenTelemetry exports, by the rules of log lines: in texts, lists
 * and structured values, whatever the type under the key of a secret, and numbers of
 * payment cards.
 */
public final class AttributeMasking {

	/** What is nested deeper is masked unread, so that no value overflows the stack. */
	private static final int MAX_DEPTH = 32;

	private final Masking masking;

	private final boolean ofSpans;

	private final int limit;

	/** Values of secret keys, which other texts may repeat. */
	private final List<String> secrets;

	private AttributeMasking(Masking masking, boolean ofSpans, int limit, List<String> secrets) {
		this.masking = masking;
		this.ofSpans = ofSpans;
		this.limit = limit;
		this.secrets = secrets;
	}

	/**
	 * Mask attributes whose names begin with those of components, which are no secrets if
	 * they are about some: {@code spring.security.authorization.decision}.
	 * @param masking the rules
	 * @return masking of the attributes of spans, which are not cut
	 */
	static AttributeMasking ofSpans(Masking masking) {
		return new AttributeMasking(masking, true, Integer.MAX_VALUE, List.of());
	}

	/**
	 * Mask attributes that are the keys of log lines.
	 * @param masking the rules
	 * @return masking of log records, whose texts are cut at the limit of log lines
	 */
	public static AttributeMasking ofLogRecords(Masking masking) {
		return new AttributeMasking(masking, false, masking.limit(), List.of());
	}

	/**
	 * Mask values of secret keys among the attributes of a record in its other texts too,
	 * as a message repeats them.
	 * @param attributes the attributes
	 * @return masking of one record, this one if no key is secret
	 */
	public AttributeMasking withSecretsOf(Attributes attributes) {
		List<String> found = new ArrayList<>();
		attributes.forEach((key, value) -> {
			if (!this.masking.isSecret(key.getKey())) {
				return;
			}
			if (value instanceof List<?> list) {
				list.forEach((element) -> RepeatedSecrets.remember(String.valueOf(element), found));
			}
			else {
				RepeatedSecrets.remember(
						(value instanceof Value<?> structured) ? structured.asString() : String.valueOf(value), found);
			}
		});
		return found.isEmpty() ? this : new AttributeMasking(this.masking, this.ofSpans, this.limit, found);
	}

	/**
	 * Mask a text.
	 * @param text the text
	 * @return the same instance if it holds no secret
	 */
	public String masked(String text) {
		return this.masking.clean(text, this.limit);
	}

	/**
	 * Mask attributes.
	 * @param attributes the attributes
	 * @return the same instance if none holds a secret
	 */
	public Attributes masked(Attributes attributes) {
		return new Pass(attributes).rewrite();
	}

	/**
	 * Mask a structured value.
	 * @param value the value
	 * @return the same instance if it holds no secret
	 */
	public Value<?> masked(Value<?> value) {
		return content("", value, 0);
	}

	private Value<?> member(String key, Value<?> value, int depth) {
		return isSecret(key) ? Value.of(this.masking.secret()) : content(key, value, depth);
	}

	private Value<?> content(String key, Value<?> value, int depth) {
		if (depth == MAX_DEPTH) {
			return Value.of(this.masking.secret());
		}
		Object content = value.getValue();
		if (content instanceof String text) {
			String clean = cleanValue(key, text);
			return clean.equals(text) ? value : Value.of(clean);
		}
		if (value.getType() == ValueType.ARRAY && content instanceof List<?> list) {
			Value<?>[] elements = list.stream()
				.map((element) -> content(key, (Value<?>) element, depth + 1))
				.toArray(Value<?>[]::new);
			return list.equals(List.of(elements)) ? value : Value.of(elements);
		}
		if (value.getType() == ValueType.KEY_VALUE_LIST && content instanceof List<?> list) {
			KeyValue[] members = list.stream()
				.map(KeyValue.class::cast)
				.map((member) -> KeyValue.of(member.getKey(), member(member.getKey(), member.getValue(), depth + 1)))
				.toArray(KeyValue[]::new);
			return list.equals(List.of(members)) ? value : Value.of(members);
		}
		return this.masking.isCard(key, content) ? Value.of(this.masking.secret()) : value;
	}

	private boolean isSecret(String key) {
		return this.ofSpans ? this.masking.isSecretAttribute(key) : this.masking.isSecret(key);
	}

	private String cleanValue(String key, String text) {
		// A repeated secret that is cut would not be found.
		return this.masking.cleanValue(key, this.masking.withoutSecrets(text, this.secrets), this.limit);
	}

	/** Goes over attributes of any type. */
	private final class Pass extends AttributeRewriting {

		Pass(Attributes attributes) {
			super(attributes);
		}

		@Override
		public void accept(AttributeKey<?> key, Object value) {
			String name = key.getKey();
			if (value instanceof List<?> list) {
				replaceIfMasked(key, list);
			}
			else if (isSecret(name)) {
				replace(key, AttributeMasking.this.masking.secret());
			}
			else if (value instanceof String text) {
				String clean = cleanValue(name, text);
				if (!clean.equals(text)) {
					put(name, clean);
				}
			}
			else if (value instanceof Value<?> structured) {
				Value<?> clean = content(name, structured, 0);
				if (clean != structured) {
					put(AttributeKey.valueKey(name), clean);
				}
			}
			else if (AttributeMasking.this.masking.isCard(name, value)) {
				replace(key, AttributeMasking.this.masking.secret());
			}
		}

		private void replaceIfMasked(AttributeKey<?> key, List<?> list) {
			boolean secret = isSecret(key.getKey());
			boolean changed = false;
			String[] clean = new String[list.size()];
			for (int i = 0; i < clean.length; i++) {
				String text = String.valueOf(list.get(i));
				clean[i] = secret ? AttributeMasking.this.masking.secret() : element(key.getKey(), list.get(i), text);
				changed |= !clean[i].equals(text);
			}
			if (changed) {
				replace(key, clean);
			}
		}

		private String element(String name, Object element, String text) {
			if (element instanceof String) {
				return cleanValue(name, text);
			}
			return AttributeMasking.this.masking.isCard(name, element) ? AttributeMasking.this.masking.secret() : text;
		}

	}

}
