package io.github.observability.logging;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.logging.masking.LogMasker;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;

/**
 * The fields of lines, without those that are excluded. It holds what {@link FieldNames}
 * says of the keys that lines have had, which is the same whatever lines there were.
 */
final class FieldRegistry {

	/** Far above what an application names; values of further keys share a field. */
	private static final int MAX_FIELDS = 1_000;

	private static final int MAX_KEY_LENGTH = 128;

	private static final int MAX_REPETITIONS = 8;

	private final JsonSettings settings;

	private final Masking masking;

	private final FieldNames names;

	private final @Nullable Field[] own = new Field[StandardField.values().length];

	private final Map<Field, String> added = new LinkedHashMap<>();

	private final Map<String, AttributeFields> byKey = new ConcurrentHashMap<>();

	// Keys with the same name have the same field, which a line cannot have twice.
	private final Map<String, Field> byName = new HashMap<>();

	private final Branch root = new Branch();

	private volatile int size;

	private volatile List<LogMasker> known;

	FieldRegistry(LogFormat format, JsonSettings settings, Map<String, FieldType> declared, Masking masking) {
		this.settings = settings;
		this.masking = masking;
		this.names = new FieldNames(format, declared, settings.context().prefix());
		this.known = masking.beans();
		for (StandardField field : StandardField.values()) {
			String[] path = resolve(this.names.pathOf(field));
			this.own[field.ordinal()] = (path != null) ? intern(path, field.type()) : null;
		}
		settings.add().forEach((name, value) -> {
			Field field = intern((format == LogFormat.ECS) ? name.split("\\.") : new String[] { name },
					FieldType.KEYWORD);
			if (field != null) {
				this.added.put(field, value);
			}
		});
	}

	/**
	 * Returns a standard field.
	 * @return the field or {@code null} if it is excluded
	 */
	@Nullable Field of(StandardField field) {
		return this.own[field.ordinal()];
	}

	/**
	 * Asks maskers that were added since the last line about the keys that are known.
	 */
	void update() {
		List<LogMasker> current = this.masking.beans();
		if (this.known != current) {
			synchronized (this.root) {
				this.byKey.forEach((key, fields) -> {
					if (fields != AttributeFields.EXCLUDED && this.masking.isSecret(key)) {
						fields.becomeSecret();
					}
				});
				this.known = current;
			}
		}
	}

	/** Returns the fields that the user adds to each line, and their values. */
	Map<Field, String> added() {
		return this.added;
	}

	/**
	 * Returns the fields of a key of the MDC, of a key-value pair or of an argument.
	 * @param key the key
	 * @return the fields, {@code null} if the key has none of its own
	 */
	@Nullable AttributeFields ofKey(String key) {
		AttributeFields fields = this.byKey.get(key);
		return (fields != null) ? fields : register(key);
	}

	/** Returns how many keys are known. */
	int size() {
		return this.byKey.size();
	}

	private @Nullable AttributeFields register(String key) {
		if (key.length() > MAX_KEY_LENGTH || this.masking.clean(key) != key) {
			return null;
		}
		List<LogMasker> asked = this.masking.beans();
		AttributeFields fields = create(key);
		// What is excluded has no field and is not counted, so it must not fill the map.
		if (this.byKey.size() >= MAX_FIELDS) {
			return (fields == AttributeFields.EXCLUDED) ? fields : null;
		}
		AttributeFields before = this.byKey.putIfAbsent(key, fields);
		if (before != null) {
			return before;
		}
		// A masker that was added in between was not asked, here or by an update.
		if (this.masking.beans() != asked && fields != AttributeFields.EXCLUDED && this.masking.isSecret(key)) {
			fields.becomeSecret();
		}
		return fields;
	}

	private AttributeFields create(String key) {
		String[] name = this.names.pathOf(key);
		String[] path = isIncluded(key) ? resolve(name) : null;
		return (path != null) ? new AttributeFields(this.names.typeOf(key, name), this.names.isDeclared(key), path,
				this.masking.isSecret(key)) : AttributeFields.EXCLUDED;
	}

	/**
	 * Whether the key is included under the name that it would have in Boot's formats.
	 */
	private boolean isIncluded(String key) {
		return StandardField.ofKey(key) != null || !this.settings.exclude().contains(key);
	}

	/**
	 * Returns the field for the values of a key that have a type.
	 */
	@Nullable Field field(AttributeFields fields, FieldType type) {
		Field field = fields.field(type);
		if (field == null) {
			String[] path = (fields.type() == type) ? fields.path() : this.names.pathOf(fields.path(), type);
			field = intern(path, type);
			if (field != null) {
				fields.field(type, field);
			}
		}
		return (field != null) ? field : overflow();
	}

	/**
	 * Returns what a line shows of a key that has no field of its own.
	 */
	String shown(String key) {
		return this.masking.clean(key, MAX_KEY_LENGTH);
	}

	/**
	 * Returns the field that values share whose keys are too many or too long to have
	 * their own.
	 */
	@Nullable Field overflow() {
		return of(StandardField.OVERFLOW);
	}

	/**
	 * Returns the field for a further value of a field on the same line.
	 */
	@Nullable Field again(Field field, int repetition) {
		if (repetition >= MAX_REPETITIONS) {
			return overflow();
		}
		Field again = field.again();
		if (again == null) {
			again = intern(this.names.again(field.path()), FieldType.KEYWORD);
			field.again(again);
		}
		return (again != null) ? again : overflow();
	}

	/** Returns the field with a name, {@code null} if there are too many. */
	private @Nullable Field intern(String[] path, FieldType type) {
		synchronized (this.root) {
			String name = String.join("\0", path);
			Field field = this.byName.get(name);
			if (field == null && this.size < MAX_FIELDS) {
				this.size = this.size + 1;
				field = new Field(path, type, this.root.add(path));
				this.byName.put(name, field);
			}
			return field;
		}
	}

	private String @Nullable [] resolve(String[] names) {
		String[] path = names.clone();
		String prefix = "";
		for (int i = 0; i < path.length; i++) {
			prefix = (i == 0) ? path[i] : prefix + "." + path[i];
			if (!this.settings.isIncluded(prefix)) {
				return null;
			}
			path[i] = this.settings.rename().getOrDefault(prefix, path[i]);
		}
		return path;
	}

	/**
	 * An object of a line, or a field where nothing is in it.
	 */
	private static final class Branch {

		private final Map<String, Branch> branches = new HashMap<>();

		private int position;

		long add(String[] path) {
			Branch branch = this;
			long rank = 0;
			for (int i = 0; i < path.length; i++) {
				Branch parent = branch;
				branch = parent.branches.computeIfAbsent(path[i], (name) -> {
					Branch created = new Branch();
					created.position = parent.branches.size() + 1;
					return created;
				});
				rank |= (long) branch.position << (Long.SIZE - Field.RANK_BITS * (i + 1));
			}
			return rank;
		}

	}

}
