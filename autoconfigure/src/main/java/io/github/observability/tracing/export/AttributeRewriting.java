package io.github.observability.tracing.export;

import java.util.function.BiConsumer;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import org.jspecify.annotations.Nullable;

/**
 * Goes once over attributes, and copies them only if one of them changes. A subclass puts
 * those that do.
 */
public abstract class AttributeRewriting implements BiConsumer<AttributeKey<?>, Object> {

	private final Attributes attributes;

	private @Nullable AttributesBuilder changed;

	/**
	 * Create a pass.
	 * @param attributes the attributes
	 */
	protected AttributeRewriting(Attributes attributes) {
		this.attributes = attributes;
	}

	/**
	 * Go over the attributes.
	 * @return a copy with the changes, the attributes themselves if there is none
	 */
	public Attributes rewrite() {
		this.attributes.forEach(this);
		return (this.changed != null) ? this.changed.build() : this.attributes;
	}

	/**
	 * Change an attribute.
	 * @param key its key
	 * @param value the new value
	 */
	protected void put(String key, String value) {
		changed().put(key, value);
	}

	/**
	 * Change an attribute of any type into a text, which would stand beside it otherwise.
	 * @param key its key
	 * @param value the text
	 */
	protected void replace(AttributeKey<?> key, String value) {
		changed().remove(key).put(key.getKey(), value);
	}

	/**
	 * Change an attribute of any type into a list of texts.
	 * @param key its key
	 * @param values the texts
	 */
	protected void replace(AttributeKey<?> key, String[] values) {
		changed().remove(key).put(key.getKey(), values);
	}

	/**
	 * Change an attribute that is a structured value.
	 * @param key its key
	 * @param value the new value
	 */
	protected void put(AttributeKey<Value<?>> key, Value<?> value) {
		changed().put(key, value);
	}

	private AttributesBuilder changed() {
		AttributesBuilder builder = (this.changed != null) ? this.changed : this.attributes.toBuilder();
		this.changed = builder;
		return builder;
	}

}
