package io.github.observability;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
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

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rules of structure that reviews would otherwise have to watch.
 */
@AnalyzeClasses(packages = "io.github.observability", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

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
	static final ArchRule nobodyNamesAPackageAfterNothing = ArchRuleDefinition.noClasses()
		.should()
		.resideInAnyPackage("..util..", "..common..", "..config..", "..impl..");

	@ArchTest
	static final ArchRule packagesAreNullMarked = ArchRuleDefinition.classes().should(resideInANullMarkedPackage());

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
