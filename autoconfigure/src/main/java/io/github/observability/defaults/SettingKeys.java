package io.github.observability.defaults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;

/**
 * The keys that exist below {@code observability.}. They come from an index that is
 * generated from the configuration metadata: reading the metadata itself takes a JSON
 * library. Each line of the index is a key, in which <code>*</code> stands for any name,
 * <code>**</code> for everything that follows, and <code>[]</code> for an index. A key
 * that was replaced is followed by an arrow and its replacement.
 */
final class SettingKeys {

	static final String INDEX = "META-INF/observability/setting-keys.txt";

	static final String PREFIX = "observability.";

	private static final String NAME = "*";

	private static final String REST = "**";

	private static final String ELEMENT = "[]";

	private static final String REPLACED_BY = " -> ";

	private final List<String> patterns = new ArrayList<>();

	/** The patterns by their elements: one walk per key finds whether it is known. */
	private final Node root = new Node();

	/** Replacements of keys, by the uniform spelling of the keys. */
	private final Map<String, String> replacements = new HashMap<>();

	private SettingKeys() {
	}

	private void add(String line) {
		int arrow = line.indexOf(REPLACED_BY);
		if (arrow != -1) {
			this.replacements.put(uniform(line.substring(0, arrow)), line.substring(arrow + REPLACED_BY.length()));
			return;
		}
		this.patterns.add(line);
		Node node = this.root;
		for (String element : elements(line)) {
			node = node.children.computeIfAbsent(element.replace("-", ""), (key) -> new Node());
		}
		node.end = true;
	}

	private static String[] elements(String pattern) {
		return (pattern.contains(ELEMENT) ? pattern.replace(ELEMENT, "." + ELEMENT) : pattern).split("\\.");
	}

	/**
	 * Read the indexes of all modules.
	 */
	static SettingKeys load(ClassLoader classLoader) {
		SettingKeys keys = new SettingKeys();
		try {
			for (URL url : Collections.list(classLoader.getResources(INDEX))) {
				try (BufferedReader reader = new BufferedReader(
						new InputStreamReader(url.openStream(), StandardCharsets.UTF_8))) {
					for (String line = reader.readLine(); line != null; line = reader.readLine()) {
						if (line.startsWith(PREFIX)) {
							keys.add(line.strip());
						}
					}
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return keys;
	}

	boolean isKnown(ConfigurationPropertyName name) {
		return isKnown(this.root, name, 0, false);
	}

	/** Whether keys begin with a name, as that of an empty map or list does. */
	boolean isStartOfKnown(ConfigurationPropertyName name) {
		return isKnown(this.root, name, 0, true);
	}

	private static boolean isKnown(Node node, ConfigurationPropertyName name, int at, boolean start) {
		Node index = node.children.get(ELEMENT);
		if (at == name.getNumberOfElements()) {
			return start || node.end || (index != null && index.end);
		}
		if (node.children.containsKey(REST)) {
			return true;
		}
		Node named = node.children.get(name.getElement(at, Form.UNIFORM));
		if (named != null && isKnown(named, name, at + 1, start)) {
			return true;
		}
		Node any = node.children.get(NAME);
		return (any != null && isKnown(any, name, at + 1, start))
				|| (index != null && name.isNumericIndex(at) && isKnown(index, name, at + 1, start));
	}

	/**
	 * Whether an environment variable sets a key. Its underscores may stand for dots and
	 * dashes.
	 */
	boolean isKnownVariable(String variable) {
		String uniform = uniform(variable);
		return this.patterns.stream().anyMatch((pattern) -> matches(elements(pattern), 0, uniform, 0));
	}

	private static boolean matches(String[] pattern, int index, String variable, int at) {
		if (index == pattern.length) {
			return at == variable.length();
		}
		String element = pattern[index];
		switch (element) {
			case REST -> {
				return at < variable.length();
			}
			case NAME, ELEMENT -> {
				if (element.equals(ELEMENT) && at == variable.length()) {
					return index == pattern.length - 1;
				}
				for (int end = at + 1; end <= variable.length(); end++) {
					if (element.equals(ELEMENT) && !Character.isDigit(variable.charAt(end - 1))) {
						return false;
					}
					if (matches(pattern, index + 1, variable, end)) {
						return true;
					}
				}
				return false;
			}
			default -> {
				String literal = uniform(element);
				return variable.startsWith(literal, at) && matches(pattern, index + 1, variable, at + literal.length());
			}
		}
	}

	/** Whether an environment variable begins as the keys of a feature do. */
	boolean isOfFeature(String variable) {
		String uniform = uniform(variable);
		Node features = this.root.children.get(uniform(PREFIX));
		return features != null && features.children.keySet()
			.stream()
			.anyMatch((feature) -> uniform.startsWith(feature, uniform(PREFIX).length()));
	}

	/**
	 * Return what replaced a key, in any of its spellings.
	 */
	@Nullable String replacement(String key) {
		return this.replacements.get(uniform(key));
	}

	/**
	 * Return the key that is nearest to one that does not exist. It may still be far.
	 */
	Nearest nearest(ConfigurationPropertyName name) {
		ConfigurationPropertyName below = name.append("enabled");
		if (isKnown(below)) {
			return new Nearest(below.toString(), 0);
		}
		for (int length = name.getNumberOfElements() - 1; length > 1; length--) {
			if (isKnown(name.chop(length))) {
				return new Nearest(name.chop(length).toString(), 0);
			}
		}
		String written = comparable(String.join(".", elements(name)));
		Nearest nearest = null;
		for (String pattern : this.patterns) {
			String key = fill(elements(pattern), name);
			int distance = distance(written, comparable(key));
			if (nearest == null || distance < nearest.distance()) {
				nearest = new Nearest(key, distance);
			}
		}
		return (nearest != null) ? nearest : new Nearest(PREFIX + "defaults.check-keys", Integer.MAX_VALUE);
	}

	/**
	 * Return what may follow the part of a key that exists.
	 */
	Siblings siblings(ConfigurationPropertyName name) {
		int length = name.getNumberOfElements();
		while (!isStartOfKnown(name.chop(length))) {
			length--;
		}
		Set<String> siblings = new TreeSet<>();
		for (String pattern : this.patterns) {
			String[] elements = elements(pattern);
			if (elements.length > length && startsWith(elements, name, length)) {
				String sibling = switch (elements[length]) {
					case NAME, REST -> "<name>";
					case ELEMENT -> "[0]";
					default -> elements[length];
				};
				siblings.add(sibling);
			}
		}
		return new Siblings(name.chop(length).toString(), List.copyOf(siblings));
	}

	private static boolean startsWith(String[] pattern, ConfigurationPropertyName name, int length) {
		for (int i = 0; i < length; i++) {
			boolean matches = switch (pattern[i]) {
				case NAME -> true;
				case ELEMENT -> name.isNumericIndex(i);
				default -> uniform(pattern[i]).equals(name.getElement(i, Form.UNIFORM));
			};
			if (!matches) {
				return false;
			}
		}
		return true;
	}

	/** The key that a pattern stands for, with the free names of another one. */
	private static String fill(String[] pattern, ConfigurationPropertyName name) {
		List<String> given = elements(name);
		StringBuilder key = new StringBuilder();
		for (int i = 0; i < pattern.length; i++) {
			String element = pattern[i];
			boolean present = i < given.size();
			String part = switch (element) {
				case NAME -> present ? given.get(i) : "<name>";
				case REST -> present ? String.join(".", given.subList(i, given.size())) : "<name>";
				case ELEMENT ->
					(present && name.isNumericIndex(i)) ? given.get(i) : (i == pattern.length - 1) ? "" : "[0]";
				default -> element;
			};
			key.append((i == 0 || part.isEmpty() || part.startsWith("[")) ? "" : ".").append(part);
		}
		return key.toString();
	}

	private static List<String> elements(ConfigurationPropertyName name) {
		List<String> elements = new ArrayList<>(name.getNumberOfElements());
		for (int i = 0; i < name.getNumberOfElements(); i++) {
			String element = name.getElement(i, Form.ORIGINAL);
			elements.add(name.chop(i + 1).isLastElementIndexed() ? "[" + element + "]" : element);
		}
		return elements;
	}

	private static String comparable(String key) {
		return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "").replace(".[", "[");
	}

	/** Lowercase letters and digits, as {@link Form#UNIFORM} has them. */
	private static String uniform(String text) {
		StringBuilder uniform = new StringBuilder(text.length());
		text.toLowerCase(Locale.ROOT)
			.chars()
			.filter(Character::isLetterOrDigit)
			.forEach((c) -> uniform.append((char) c));
		return uniform.toString();
	}

	/**
	 * Number of letters to insert, to remove, to replace or to swap with the next one.
	 */
	private static int distance(String left, String right) {
		int @Nullable [] beforeLast = null;
		int[] last = new int[right.length() + 1];
		Arrays.setAll(last, (i) -> i);
		for (int i = 1; i <= left.length(); i++) {
			int[] row = new int[right.length() + 1];
			row[0] = i;
			for (int j = 1; j <= right.length(); j++) {
				boolean same = left.charAt(i - 1) == right.charAt(j - 1);
				row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
				if (beforeLast != null && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
						&& left.charAt(i - 2) == right.charAt(j - 1)) {
					row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
				}
			}
			beforeLast = last;
			last = row;
		}
		return last[right.length()];
	}

	/**
	 * What patterns have in common, and what follows.
	 */
	private static final class Node {

		private final Map<String, Node> children = new HashMap<>();

		private boolean end;

	}

	/**
	 * The key that is nearest to one that does not exist.
	 *
	 * @param key the key
	 * @param distance number of letters that differ, 0 if there is no doubt
	 */
	record Nearest(String key, int distance) {
	}

	/**
	 * The keys that begin as one that does not exist.
	 *
	 * @param parent the part of the key that exists
	 * @param names what may follow it, sorted
	 */
	record Siblings(String parent, List<String> names) {
	}

}
