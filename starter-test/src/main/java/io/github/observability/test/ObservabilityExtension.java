package io.github.observability.test;

import java.time.Duration;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Begins a recording before each test and hands it to the parameters of the test.
 */
final class ObservabilityExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {

	private static final Namespace NAMESPACE = Namespace.create(ObservabilityExtension.class);

	@Override
	public void beforeEach(ExtensionContext context) {
		recording(context).begin();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		recording(context).end();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		Class<?> type = parameter.getParameter().getType();
		return type == Traces.class || type == Meters.class || type == Lines.class || type == Slos.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Recording recording = recording(context);
		Class<?> type = parameter.getParameter().getType();
		if (type == Traces.class) {
			return recording.traces();
		}
		if (type == Meters.class) {
			return recording.meters();
		}
		return (type == Lines.class) ? recording.lines() : recording.slos();
	}

	private static Recording recording(ExtensionContext context) {
		return context.getStore(NAMESPACE)
			.computeIfAbsent(context.getUniqueId(), (id) -> create(context), Recording.class);
	}

	private static Recording create(ExtensionContext context) {
		Class<?> testClass = context.getRequiredTestClass();
		ObservabilityTest annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				ObservabilityTest.class);
		Duration deadline = DurationStyle.detectAndParse((annotation != null) ? annotation.deadline() : "5s");
		TestFiles files = new TestFiles(testClass,
				context.getTestMethod().map((method) -> method.getName()).orElse(""));
		return new Recording(SpringExtension.getApplicationContext(context), deadline, files);
	}

}
