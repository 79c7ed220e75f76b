package io.github.observability.logging;

import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * The fields that values of one key have: one for each type of value.
 */
final class AttributeFields {

	/** The fields of a key that lines must not have. */
	static final AttributeFields EXCLUDED = new AttributeFields(FieldType.KEYWORD, false, new String[0], false);

	private final FieldType type;

	private final boolean declared;

	private final String[] path;

	private final AtomicReferenceArray<@Nullable Field> byType = new AtomicReferenceArray<>(FieldType.values().length);

	private volatile boolean secret;

	/**
	 * Create the fields of a key.
	 * @param type the type that the name of the key has
	 * @param declared whether the schema or the user declares that type
	 * @param path the path of values of that type
	 * @param secret whether all values are masked
	 */
	AttributeFields(FieldType type, boolean declared, String[] path, boolean secret) {
		this.type = type;
		this.declared = declared;
		this.path = path;
		this.secret = secret;
	}

	FieldType type() {
		return this.type;
	}

	boolean isDeclared() {
		return this.declared;
	}

	String[] path() {
		return this.path;
	}

	boolean isSecret() {
		return this.secret;
	}

	void becomeSecret() {
		this.secret = true;
	}

	@Nullable Field field(FieldType type) {
		return this.byType.get(type.ordinal());
	}

	void field(FieldType type, Field field) {
		this.byType.set(type.ordinal(), field);
	}

}
