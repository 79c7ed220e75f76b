package io.github.observability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.core.ResolvableType;
import org.springframework.util.unit.DataSize;

/**
 * The page of all properties, from the metadata that IDEs read. What the metadata does
 * not describe, the records in maps and lists, is read from the records and their
 * Javadoc.
 */
final class PropertiesPage {

	private static final String INTRODUCTION = """
			<!-- Rendered by DocumentationTests. -->
			# Properties

			This page lists all properties of the starter, by feature. The [console](console.md#properties) has its \
			own. A property without a default is unset or empty. If Spring Boot already has a property for something, \
			the starter does not add another; [Defaults](defaults.md) lists the Boot properties whose defaults the \
			starter changes.

			An unknown key below `observability.` prevents the application from starting. The failure report names the \
			key, its origin and the most similar existing key, or the keys of its parent if none is similar. All \
			spellings that Boot binds are accepted, and environment variables of other programs are ignored. If a \
			library of yours has properties below `observability.`, list their keys in its \
			`META-INF/observability/setting-keys.txt`, one per line, or set `observability.defaults.check-keys` to \
			`false`.

			""";

	/** The console may be present in development only, while its settings always are. */
	private static final String CONSOLE_KEYS = "observability.console.**";

	private static final String[] HEADER = { "Property", "Type or values", "Default", "Meaning" };

	/** Longer defaults follow the table. */
	private static final int WIDEST_DEFAULT = 24;

	private static final Path SOURCES = Path.of("src", "main", "java");

	String render() {
		Map<Feature, Section> sections = new EnumMap<>(Feature.class);
		for (JsonNode property : properties()) {
			String key = property.path("name").asString();
			sections.computeIfAbsent(Feature.ofProperty(key), (feature) -> new Section())
				.add(key, property.path("type").asString(), defaultValue(property.path("defaultValue")),
						property.path("description").asString());
		}
		StringBuilder page = new StringBuilder(INTRODUCTION);
		sections.forEach((feature, section) -> page.append(feature.heading()).append(section).append('\n'));
		return page.toString().stripTrailing() + "\n";
	}

	/**
	 * All keys, in the form of the index that the start checks keys against.
	 */
	static String keys() {
		Set<String> keys = new TreeSet<>(Set.of(CONSOLE_KEYS));
		for (JsonNode property : properties()) {
			String key = property.path("name").asString();
			JsonNode deprecation = property.path("deprecation");
			if (deprecation.path("level").asString("").equals("error")) {
				keys.add(key + " -> " + deprecation.path("replacement").asString());
			}
			else {
				addKeys(keys, key, TypeNames.parse(property.path("type").asString()));
			}
		}
		return "# Rendered by DocumentationTests.\n" + String.join("\n", keys) + "\n";
	}

	private static void addKeys(Set<String> keys, String key, Type type) {
		ResolvableType resolved = ResolvableType.forType(type);
		Class<?> raw = resolved.resolve(Object.class);
		if (raw.isRecord()) {
			Parameter[] parameters = Section.canonicalConstructor(raw).getParameters();
			RecordComponent[] components = raw.getRecordComponents();
			for (int i = 0; i < components.length; i++) {
				addKeys(keys, key + "." + Section.name(components[i], parameters[i]), components[i].getGenericType());
			}
		}
		else if (raw == Map.class) {
			Type element = resolved.getGeneric(1).getType();
			if (Section.elementType(type).isRecord()) {
				addKeys(keys, key + ".*", element);
			}
			else {
				keys.add(key + ".**");
			}
		}
		else if (Collection.class.isAssignableFrom(raw) || raw.isArray()) {
			Type element = raw.isArray() ? raw.getComponentType() : resolved.getGeneric(0).getType();
			addKeys(keys, key + "[]", element);
		}
		else {
			keys.add(key);
		}
	}

	private static List<JsonNode> properties() {
		try (InputStream metadata = PropertiesPage.class
			.getResourceAsStream("/META-INF/spring-configuration-metadata.json")) {
			return new JsonMapper().readTree(metadata)
				.path("properties")
				.valueStream()
				.filter((property) -> property.path("name").asString().startsWith("observability."))
				.sorted(Comparator.comparing((property) -> property.path("name").asString()))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String defaultValue(JsonNode value) {
		if (value.isMissingNode()) {
			return "";
		}
		if (value.isArray()) {
			return value.valueStream().map(JsonNode::asString).collect(Collectors.joining(", "));
		}
		return value.asString().replace(",", ", ");
	}

	/**
	 * The properties of one feature.
	 */
	private static final class Section {

		private final MarkdownTable table = new MarkdownTable(HEADER);

		private final List<String> longDefaults = new ArrayList<>();

		private final List<String> records = new ArrayList<>();

		void add(String key, String typeName, String defaultValue, String meaning) {
			Type type = TypeNames.parse(typeName);
			this.table.row(MarkdownTable.code(key), describe(type), shortened(key, defaultValue), meaning);
			Class<?> element = elementType(type);
			if (element.isRecord()) {
				String prefix = key + ((ResolvableType.forType(type).resolve() == Map.class) ? ".<name>." : "[].");
				MarkdownTable fields = new MarkdownTable(HEADER);
				addFields(fields, "", element);
				this.records.add("Keys that follow `" + prefix + "`:\n\n" + fields);
			}
		}

		private String shortened(String key, String defaultValue) {
			if (defaultValue.length() <= WIDEST_DEFAULT) {
				return MarkdownTable.code(defaultValue);
			}
			this.longDefaults.add(MarkdownTable.code(key) + " is " + MarkdownTable.code(defaultValue) + " by default.");
			return "below";
		}

		private static void addFields(MarkdownTable fields, String prefix, Class<?> type) {
			RecordComponent[] components = type.getRecordComponents();
			Parameter[] parameters = canonicalConstructor(type).getParameters();
			Javadoc javadoc = Javadoc.of(type);
			for (int i = 0; i < components.length; i++) {
				String key = prefix + name(components[i], parameters[i]);
				Type componentType = components[i].getGenericType();
				Class<?> raw = components[i].getType();
				Class<?> element = elementType(componentType);
				if (raw.isRecord()) {
					addFields(fields, key + ".", raw);
				}
				else if (element.isRecord()) {
					addFields(fields, key + ((raw == Map.class) ? ".<name>." : "[]."), element);
				}
				else {
					DefaultValue defaultValue = parameters[i].getAnnotation(DefaultValue.class);
					fields.row(MarkdownTable.code(key), describe(componentType),
							MarkdownTable.code((defaultValue != null) ? String.join(", ", defaultValue.value()) : ""),
							javadoc.param(components[i].getName()));
				}
			}
		}

		private static String name(RecordComponent component, Parameter parameter) {
			Name name = parameter.getAnnotation(Name.class);
			return (name != null) ? name.value() : DataObjectPropertyName.toDashedForm(component.getName());
		}

		private static Constructor<?> canonicalConstructor(Class<?> type) {
			Class<?>[] types = Arrays.stream(type.getRecordComponents())
				.map(RecordComponent::getType)
				.toArray(Class<?>[]::new);
			try {
				return type.getDeclaredConstructor(types);
			}
			catch (NoSuchMethodException ex) {
				throw new IllegalStateException(ex);
			}
		}

		/** The type that a map or list holds, or else the type itself. */
		private static Class<?> elementType(Type type) {
			ResolvableType resolved = ResolvableType.forType(type);
			Class<?> raw = resolved.resolve(Object.class);
			if (raw == Map.class) {
				return resolved.getGeneric(1).resolve(Object.class);
			}
			return Collection.class.isAssignableFrom(raw) ? resolved.getGeneric(0).resolve(Object.class) : raw;
		}

		private static String describe(Type type) {
			ResolvableType resolved = ResolvableType.forType(type);
			Class<?> raw = resolved.resolve(Object.class);
			if (raw.isEnum()) {
				return Arrays.stream(raw.getEnumConstants())
					.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
					.map(MarkdownTable::code)
					.collect(Collectors.joining(", "));
			}
			if (raw == Map.class) {
				return "map of " + plural(resolved.getGeneric(1).getType());
			}
			return Collection.class.isAssignableFrom(raw) ? "list of " + plural(resolved.getGeneric(0).getType())
					: singular(raw);
		}

		private static String plural(Type type) {
			Class<?> raw = ResolvableType.forType(type).resolve(Object.class);
			if (raw.isRecord()) {
				return "records, see below";
			}
			if (raw.isEnum()) {
				return describe(raw);
			}
			if (Collection.class.isAssignableFrom(raw)) {
				return "lists";
			}
			return (raw == Class.class) ? "classes" : singular(raw) + "s";
		}

		private static String singular(Class<?> type) {
			if (type == Boolean.class || type == boolean.class) {
				return "boolean";
			}
			if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
				return "integer";
			}
			if (type == Double.class || type == double.class || type == BigDecimal.class) {
				return "number";
			}
			if (type == Duration.class) {
				return "duration";
			}
			if (type == DataSize.class) {
				return "size";
			}
			if (type == String.class) {
				return "string";
			}
			throw new IllegalStateException("Say how readers know a " + type);
		}

		@Override
		public String toString() {
			StringBuilder section = new StringBuilder(this.table.toString());
			this.longDefaults.forEach((line) -> section.append('\n').append(line).append('\n'));
			this.records.forEach((table) -> section.append('\n').append(table));
			return section.toString();
		}

	}

	/**
	 * Types as the metadata writes them.
	 */
	private static final class TypeNames {

		private TypeNames() {
		}

		static Type parse(String name) {
			int generics = name.indexOf('<');
			if (generics < 0) {
				return load(name);
			}
			Class<?> raw = load(name.substring(0, generics));
			String arguments = name.substring(generics + 1, name.length() - 1);
			if (raw == Map.class) {
				int comma = arguments.indexOf(',');
				return parameterized(raw, parse(arguments.substring(0, comma)), parse(arguments.substring(comma + 1)));
			}
			return parameterized(raw, arguments.startsWith("?") ? load("java.lang.Object") : parse(arguments));
		}

		private static Type parameterized(Class<?> raw, Type... arguments) {
			return new ParameterizedType() {

				@Override
				public Type[] getActualTypeArguments() {
					return arguments.clone();
				}

				@Override
				public Type getRawType() {
					return raw;
				}

				@Override
				public Type getOwnerType() {
					return null;
				}

			};
		}

		private static Class<?> load(String name) {
			try {
				return Class.forName(name);
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	/**
	 * Javadoc of a record, from its source.
	 */
	private record Javadoc(String type, String text) {

		static Javadoc of(Class<?> type) {
			Class<?> outermost = type;
			while (outermost.getDeclaringClass() != null) {
				outermost = outermost.getDeclaringClass();
			}
			try {
				String source = Files.readString(SOURCES.resolve(outermost.getName().replace('.', '/') + ".java"));
				int end = source.lastIndexOf("*/", source.indexOf("record " + type.getSimpleName() + "("));
				String comment = source.substring(source.lastIndexOf("/**\n", end), end);
				return new Javadoc(type.getSimpleName(), comment.replaceAll("\\s*\\n\\s*\\* ?", " ") + " @");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		String param(String name) {
			String tag = " @param " + name + " ";
			int start = this.text.indexOf(tag);
			if (start < 0) {
				throw new IllegalStateException("Describe '" + name + "' of " + this.type);
			}
			start += tag.length();
			String meaning = this.text.substring(start, this.text.indexOf(" @", start)).strip();
			if (!Character.isUpperCase(meaning.charAt(0)) || !meaning.endsWith(".")) {
				throw new IllegalStateException("Write '" + meaning + "' of " + this.type + " as a sentence");
			}
			return meaning;
		}

	}

}
