package io.github.observability;

import java.lang.reflect.Field;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Private field of a class that need not be there. The class is known by its name.
 */
final class PrivateField {

	private final String className;

	private final String name;

	private final String type;

	private volatile @Nullable Field found;

	PrivateField(String className, String name, String type) {
		this.className = className;
		this.name = name;
		this.type = type;
	}

	String className() {
		return this.className;
	}

	String name() {
		return this.name;
	}

	boolean isIn(Object target) {
		return declaringClass(target.getClass()) != null;
	}

	@Nullable Object read(Object target) {
		return ReflectionUtils.getField(find(target), target);
	}

	void write(Object target, Object value) {
		ReflectionUtils.setField(find(target), target, value);
	}

	private Field find(Object target) {
		Field cached = this.found;
		if (cached != null && cached.getDeclaringClass().isInstance(target)) {
			return cached;
		}
		Class<?> declaring = declaringClass(target.getClass());
		if (declaring == null) {
			throw new IllegalStateException("%s is no %s".formatted(target.getClass().getName(), this.className));
		}
		Field field = findIn(declaring);
		ReflectionUtils.makeAccessible(field);
		this.found = field;
		return field;
	}

	private @Nullable Class<?> declaringClass(Class<?> type) {
		Class<?> candidate = type;
		while (candidate != null && !candidate.getName().equals(this.className)) {
			candidate = candidate.getSuperclass();
		}
		return candidate;
	}

	/**
	 * Find the field.
	 * @param declaring the class that has it
	 * @return the field
	 * @throws IllegalStateException if the class has no such field
	 */
	Field findIn(Class<?> declaring) {
		try {
			Field field = declaring.getDeclaredField(this.name);
			if (field.getType().getName().equals(this.type)) {
				return field;
			}
		}
		catch (NoSuchFieldException ex) {
			// Named below.
		}
		throw new IllegalStateException(
				"%s has no field '%s' of type %s".formatted(this.className, this.name, this.type));
	}

}
