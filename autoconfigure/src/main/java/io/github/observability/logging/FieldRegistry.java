package io.github.observability.logging;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.observability.logging.masking.LogMasker;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;

/**
 * The fields that lines have had so far, with what is excluded and renamed taken into
 * account. Which field a key stands for is decided when it is seen first, so that a name
 * never is a value on one line and an object on another, nor a number and a string.
 * <p>
 * A key whose name is taken gets another one: its parts joined by underscores, with
 * underscores appended until it is free.
 */
final class FieldRegistry {

	/** Far above what an application names; values of further keys share a field. */
	private static final int MAX_FIELDS = 1_000;

	private static final int MAX_KEY_LENGTH = 128;

	private static final int MAX_REPETITIONS = 8;

	private static final String TWIN_SUFFIX = "_text";

	private static final String UNNAMED = "_";

	private static final Field EXCLUDED = new Field(new String[0], FieldType.STRING, false, 0);

	private final LogFormat format;

	private final JsonSettings settings;

	private final Masking masking;

	private final @Nullable Field[] own = new Field[StandardField.values().length];

	private final Map<Field, String> added = new LinkedHashMap<>();

	private final Map<String, Field> byKey = new ConcurrentHashMap<>();

	private final Branch root = new Branch();

	private volatile int size;

	private volatile List<LogMasker> known;

	FieldRegistry(LogFormat format, JsonSettings settings, Masking masking) {
		this.format = format;
		this.settings = settings;
		this.masking = masking;
		this.known = masking.beans();
		for (StandardField field : StandardField.values()) {
			String[] path = resolve(field.nameIn(format));
			boolean secret = field.keys().stream().anyMatch(masking::isSecret);
			this.own[field.ordinal()] = (path != null) ? claim(path, field.type(), secret) : null;
		}
		settings.add().forEach((name, value) -> {
			Field field = claim(split(name), FieldType.STRING, false);
			if (field != null) {
				this.added.put(field, value);
			}
		});
	}

	/**
	 * Return one of our fields.
	 * @return the field or {@code null} if it is excluded
	 */
	@Nullable Field of(StandardField field) {
		return this.own[field.ordinal()];
	}

	/**
	 * Ask maskers that have come since then about the keys that lines have had before.
	 */
	void update() {
		List<LogMasker> current = this.masking.beans();
		if (this.known != current) {
			synchronized (this.root) {
				this.byKey.forEach((key, field) -> {
					if (field != EXCLUDED && field != overflow() && this.masking.isSecret(key)) {
						field.becomeSecret();
					}
				});
				this.known = current;
			}
		}
	}

	/** The fields that the user adds to each line, and their values. */
	Map<Field, String> added() {
		return this.added;
	}

	/**
	 * Return the field of a key of the MDC, of a key-value pair or of an argument.
	 * @param key the key
	 * @param type type of the value, which the field gets if the key is new
	 * @return the field, {@code null} if the key is excluded
	 */
	@Nullable Field ofKey(String key, FieldType type) {
		Field field = this.byKey.get(key);
		if (field == null) {
			field = register(key, type);
		}
		return (field != EXCLUDED) ? field : null;
	}

	private Field register(String key, FieldType type) {
		StandardField known = StandardField.ofKey(key);
		Field field = (known != null) ? orExcluded(of(known)) : create(key, type);
		if (known != null && this.masking.isSecret(key)) {
			field.becomeSecret();
		}
		if (field != overflow()) {
			Field before = this.byKey.putIfAbsent(key, field);
			return (before != null) ? before : field;
		}
		return field;
	}

	private Field create(String key, FieldType type) {
		if (key.length() > MAX_KEY_LENGTH || this.masking.clean(key) != key) {
			return orExcluded(overflow());
		}
		String prefix = this.settings.context().prefix();
		String separator = (prefix.isEmpty() || prefix.endsWith(".") || key.startsWith(".")) ? "" : ".";
		String[] path = resolve(prefix + separator + key);
		if (path == null) {
			return EXCLUDED;
		}
		if (isFull()) {
			return orExcluded(overflow());
		}
		synchronized (this.root) {
			Field present = this.byKey.get(key);
			if (present != null) {
				return present;
			}
			boolean secret = this.masking.isSecret(key);
			Field field = claim(path, secret ? FieldType.STRING : type, secret);
			if (field != null) {
				this.byKey.put(key, field);
			}
			return (field != null) ? field : orExcluded(overflow());
		}
	}

	private boolean isFull() {
		return this.size >= MAX_FIELDS;
	}

	/**
	 * What a line shows of a key that has no field of its own.
	 */
	String shown(String key) {
		return this.masking.clean(key, MAX_KEY_LENGTH);
	}

	private static Field orExcluded(@Nullable Field field) {
		return (field != null) ? field : EXCLUDED;
	}

	/**
	 * The field that values share whose keys are too many or too long to have their own.
	 */
	@Nullable Field overflow() {
		return of(StandardField.OVERFLOW);
	}

	/**
	 * Return the field for a value of another type than a field has.
	 */
	@Nullable Field twin(Field field) {
		Field twin = field.twin();
		if (twin == null && !isFull()) {
			synchronized (this.root) {
				twin = field.twin();
				if (twin == null) {
					String[] path = field.path().clone();
					path[path.length - 1] += TWIN_SUFFIX;
					twin = claim(path, FieldType.STRING, field.isSecret());
					field.twin(twin);
				}
			}
		}
		return (twin != null) ? twin : overflow();
	}

	/**
	 * Return the field for a further value of a field on the same line.
	 */
	@Nullable Field again(Field field, int repetition) {
		if (repetition >= MAX_REPETITIONS) {
			return overflow();
		}
		Field again = field.again();
		if (again == null && !isFull()) {
			synchronized (this.root) {
				again = field.again();
				if (again == null) {
					again = claim(new String[] { String.join("_", field.path()) }, FieldType.STRING, field.isSecret());
					field.again(again);
				}
			}
		}
		return (again != null) ? again : overflow();
	}

	private @Nullable Field claim(String[] path, FieldType type, boolean secret) {
		synchronized (this.root) {
			if (isFull()) {
				return null;
			}
			this.size = this.size + 1;
			String[] free = path;
			if (!this.root.isFree(path)) {
				StringBuilder name = new StringBuilder(String.join("_", path));
				free = new String[] { name.toString() };
				while (!this.root.isFree(free)) {
					free[0] = name.append('_').toString();
				}
			}
			return new Field(free, type, secret, this.root.add(free));
		}
	}

	private String @Nullable [] resolve(String name) {
		String[] path = split(name);
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

	private String[] split(String name) {
		String wellFormed = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
		if (this.format != LogFormat.ECS) {
			return new String[] { wellFormed.isEmpty() ? UNNAMED : wellFormed };
		}
		List<String> path = new ArrayList<>();
		for (String part : wellFormed.split("\\.")) {
			if (!part.isEmpty()) {
				path.add(part);
			}
		}
		if (path.size() > Field.MAX_DEPTH) {
			List<String> rest = path.subList(Field.MAX_DEPTH - 1, path.size());
			String joined = String.join("_", rest);
			rest.clear();
			path.add(joined);
		}
		return path.isEmpty() ? new String[] { UNNAMED } : path.toArray(String[]::new);
	}

	/**
	 * An object of a line, or a field where nothing is in it.
	 */
	private static final class Branch {

		private final Map<String, Branch> branches = new HashMap<>();

		private int position;

		boolean isFree(String[] path) {
			Branch branch = this;
			for (int i = 0; i < path.length; i++) {
				Branch next = branch.branches.get(path[i]);
				if (next == null) {
					return true;
				}
				if (next.branches.isEmpty()) {
					return false;
				}
				branch = next;
			}
			return false;
		}

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
