package io.github.observability;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of structure that reviews would otherwise have to watch.
 */
@AnalyzeClasses(packages = "io.github.observability", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final String ROOT = "io.github.observability";

	/**
	 * What each feature may use besides the root package. Nothing may use
	 * {@code defaults}.
	 */
	private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(Map.entry("business", Set.of()),
			Map.entry("context", Set.of()), Map.entry("conventions", Set.of()),
			Map.entry("cost", Set.of("business", "dashboards", "logging", "profiling", "saturation", "slo", "tracing")),
			Map.entry("dashboards",
					Set.of("business", "environment", "incidents", "resource", "saturation", "slo", "tracing")),
			Map.entry("environment", Set.of()), Map.entry("defaults", Set.of("logging", "tracing")),
			Map.entry("golden", Set.of("saturation")),
			Map.entry("incidents",
					Set.of("business", "environment", "golden", "logging", "saturation", "slo", "tracing")),
			Map.entry("logging", Set.of("context", "tracing")),
			Map.entry("profiling", Set.of("environment", "tracing")), Map.entry("saturation", Set.of()),
			Map.entry("slo",
					Set.of("business", "context", "environment", "golden", "logging", "saturation", "tracing")),
			Map.entry("tracing", Set.of()));

	/** What records have in any case. */
	private static final Set<String> GENERATED = Set.of("equals", "hashCode", "toString", "<init>");

	private static final Pattern KEY = Pattern.compile("\"(?:\\$\\{)?(observability\\.[a-z0-9.-]+|\\.[a-z.-]+)[\"}]");

	private static final int MOST_FILES = 35;

	/** A split of these would make some twenty types public. */
	private static final Map<String, Integer> MOST_FILES_OF = Map.of("golden", 50, "business", 50, "slo", 40);

	private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "observability");

	private static final String IMPORTS = "/META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports";

	@ArchTest
	static final ArchRule autoConfigurationsAreNamedPublicAndFinal = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL)
		.andShould()
		.haveSimpleNameEndingWith("AutoConfiguration");

	@ArchTest
	static final ArchRule beanMethodsArePackagePrivate = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(Bean.class)
		.should()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule propertiesAreRecords = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith(ConfigurationProperties.class)
		.should()
		.beRecords()
		.andShould()
		.haveSimpleNameEndingWith("Properties");

	@ArchTest
	static final ArchRule packagePrivateClassesAreFinal = ArchRuleDefinition.classes()
		.that()
		.arePackagePrivate()
		.and()
		.areTopLevelClasses()
		.and()
		.areNotInterfaces()
		.and()
		.doNotHaveModifier(JavaModifier.ABSTRACT)
		.should(beFinal());

	@ArchTest
	static final ArchRule featuresHaveNoCycles = SlicesRuleDefinition.slices()
		.matching("io.github.observability.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule subPackagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching("io.github.observability.*.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule featuresKnowEachOtherDownwardOnly = ArchRuleDefinition.classes()
		.should(useOnlyWhatTheirFeatureMay());

	@ArchTest
	static final ArchRule signalsKnowNoIncidents = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage(ROOT + ".incidents.signal..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage(ROOT + ".incidents");

	@ArchTest
	static final ArchRule replaceableBeansHavePublicTypes = ArchRuleDefinition.methods()
		.that()
		.areAnnotatedWith(ConditionalOnMissingBean.class)
		.should(beReplacedByAPublicType());

	@ArchTest
	static final ArchRule nobodyNamesAPackageAfterNothing = ArchRuleDefinition.noClasses()
		.should()
		.resideInAnyPackage("..util..", "..common..", "..config..", "..impl..");

	@ArchTest
	static final ArchRule packagesAreNullMarked = ArchRuleDefinition.classes().should(resideInANullMarkedPackage());

	/** Conditions, and what is read before there are beans, read a setting by its key. */
	@ArchTest
	void settingsHaveAnEffect(JavaClasses classes) throws IOException {
		Set<String> keys = keysInCode();
		List<String> unread = classes.stream()
			.filter((each) -> each.isRecord() && each.getName().matches(".*Properties(\\$.*)?"))
			.flatMap((record) -> Stream.of(record.reflect().getRecordComponents())
				.map(RecordComponent::getName)
				.filter((component) -> !isRead(record, component))
				.filter((component) -> !keys.contains(DataObjectPropertyName.toDashedForm(component)))
				.map((component) -> record.getName() + "." + component))
			.toList();
		assertThat(unread).isEmpty();
	}

	@ArchTest
	void listsEachAutoConfigurationSorted(JavaClasses classes) throws IOException {
		List<String> annotated = classes.stream()
			.filter((javaClass) -> javaClass.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.sorted()
			.toList();
		try (InputStream imports = ArchitectureTests.class.getResourceAsStream(IMPORTS)) {
			assertThat(imports).isNotNull();
			assertThat(new String(imports.readAllBytes(), StandardCharsets.UTF_8).lines())
				.containsExactlyElementsOf(annotated);
		}
	}

	@Test
	void packagesAreSmallEnoughToReadAtAGlance() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			Map<String, Long> sizes = files.filter((file) -> file.toString().endsWith(".java"))
				.collect(Collectors.groupingBy((file) -> SOURCES.relativize(file.getParent()).toString(),
						Collectors.counting()));
			assertThat(sizes).isNotEmpty()
				.allSatisfy((name, size) -> assertThat(size).as(name)
					.isLessThanOrEqualTo(MOST_FILES_OF.getOrDefault(name, MOST_FILES)));
		}
	}

	private static String feature(String packageName) {
		if (!packageName.startsWith(ROOT + ".")) {
			return "";
		}
		String path = packageName.substring(ROOT.length() + 1);
		return path.contains(".") ? path.substring(0, path.indexOf('.')) : path;
	}

	private static ArchCondition<JavaClass> useOnlyWhatTheirFeatureMay() {
		return new ArchCondition<>("use only features that theirs may use") {

			@Override
			public void check(JavaClass javaClass, ConditionEvents events) {
				String own = feature(javaClass.getPackageName());
				javaClass.getDirectDependenciesFromSelf().forEach((dependency) -> {
					String other = feature(dependency.getTargetClass().getPackageName());
					boolean allowed = other.isEmpty() || other.equals(own)
							|| MAY_USE.getOrDefault(own, Set.of()).contains(other);
					events.add(new SimpleConditionEvent(javaClass, allowed, dependency.getDescription()));
				});
			}

		};
	}

	private static ArchCondition<JavaMethod> beReplacedByAPublicType() {
		return new ArchCondition<>("be replaced by a bean whose type is public") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				ConditionalOnMissingBean condition = method.getAnnotationOfType(ConditionalOnMissingBean.class);
				List<Class<?>> types = List.of(condition.value());
				if (types.isEmpty() && condition.type().length + condition.name().length == 0) {
					types = List.of(method.getRawReturnType().reflect());
				}
				for (Class<?> type : types) {
					events.add(new SimpleConditionEvent(method, Modifier.isPublic(type.getModifiers()),
							method.getFullName() + " can only be replaced by " + type.getName()));
				}
			}

		};
	}

	private static boolean isRead(JavaClass record, String component) {
		return !record.getMethod(component).getAccessesToSelf().isEmpty() || record.getField(component)
			.getAccessesToSelf()
			.stream()
			.map((access) -> access.getOrigin())
			.anyMatch((reader) -> !reader.getFullName().endsWith("." + component + "()")
					&& !GENERATED.contains(reader.getName()));
	}

	/**
	 * The words of all keys that are written as constants, but for messages about them.
	 */
	private static Set<String> keysInCode() throws IOException {
		try (Stream<Path> files = Files.walk(SOURCES)) {
			Set<String> words = new HashSet<>();
			for (Path file : files.filter((each) -> each.toString().matches(".*(?<!Properties)\\.java")).toList()) {
				KEY.matcher(Files.readString(file))
					.results()
					.forEach((key) -> words.addAll(List.of(key.group(1).split("\\."))));
			}
			return words;
		}
	}

	private static ArchCondition<JavaClass> beFinal() {
		return new ArchCondition<>("be final") {

			@Override
			public void check(JavaClass javaClass, ConditionEvents events) {
				boolean isFinal = javaClass.getModifiers().contains(JavaModifier.FINAL) || javaClass.isEnum();
				events.add(new SimpleConditionEvent(javaClass, isFinal, javaClass.getName()));
			}

		};
	}

	private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
		return new ArchCondition<>("reside in a null-marked package") {

			@Override
			public void check(JavaClass javaClass, ConditionEvents events) {
				boolean marked = javaClass.getPackage().isAnnotatedWith(NullMarked.class);
				events.add(new SimpleConditionEvent(javaClass, marked, javaClass.getName()));
			}

		};
	}

}
