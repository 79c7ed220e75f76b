package io.github.observability.tracing.sampling;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.github.observability.tracing.JavaAgents;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.handler.TracingObservationHandler;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.OpenTelemetryServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerHttpObservationDocumentation;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class SamplingAutoConfigurationTests {

	private static final String RULE = "observability.tracing.sampling.rules[0].";

	private static final String PATH = "observability.tracing.ingress.paths[0].";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(ObservationAutoConfiguration.class,
			MicrometerTracingAutoConfiguration.class, OpenTelemetrySdkAutoConfiguration.class,
			OpenTelemetryTracingAutoConfiguration.class, SamplingAutoConfiguration.class);

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(CONFIGURATIONS);

	@Test
	void wrapsBootsSampler() {
		this.runner.withPropertyValues("management.tracing.sampling.probability=1").run((context) -> {
			assertThat(context).hasSingleBean(Sampler.class);
			assertThat(sampler(context)).isInstanceOf(HeadSampler.class);
			SamplingResult result = root(sampler(context));
			assertThat(result.getUpdatedTraceState(TraceState.getDefault()).get("ot")).isEqualTo("th:0");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "always_on", "always_off", "trace_id_ratio", "parent_based_always_on",
			"parent_based_always_off", "parent_based_trace_id_ratio" })
	void knowsWhatEachKindOfBootsSamplerDecidesBy(String kind) {
		this.runner
			.withPropertyValues("management.opentelemetry.tracing.sampler=" + kind,
					"management.tracing.sampling.probability=1")
			.run((context) -> {
				boolean off = kind.endsWith("off");
				SamplingResult result = root(sampler(context));
				assertThat(result.getDecision())
					.isEqualTo(off ? SamplingDecision.DROP : SamplingDecision.RECORD_AND_SAMPLE);
				assertThat(result.getUpdatedTraceState(TraceState.getDefault()).get("ot"))
					.isEqualTo(off ? null : "th:0");
			});
	}

	@Test
	void leavesTheDecisionToTheUsersSampler() {
		this.runner.withBean("mine", Sampler.class, Sampler::alwaysOff).run((context) -> {
			assertThat(context).hasSingleBean(Sampler.class);
			assertThat(sampler(context)).hasToString("HeadSampler{AlwaysOffSampler}");
			assertThat(root(sampler(context)).getDecision()).isEqualTo(SamplingDecision.DROP);
		});
	}

	@Test
	void leavesTheUsersBeanAsItIs() {
		this.runner.withBean("mine", UsersSampler.class).withBean(UsersClass.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(UsersClass.class).sampler()).isSameAs(context.getBean(Sampler.class));
			assertThat(sampler(context)).hasToString("HeadSampler{UsersSampler}");
		});
	}

	@Test
	void aCustomizerOfTheUserSetsAnotherSampler() {
		this.runner
			.withBean(SdkTracerProviderBuilderCustomizer.class,
					() -> (builder) -> builder.setSampler(Sampler.alwaysOff()))
			.run((context) -> assertThat(sampler(context)).isSameAs(Sampler.alwaysOff()));
	}

	@Test
	void wrapsTheSamplerOfATracerProviderThatTheUserBuilds() {
		this.runner.withBean("mine", Sampler.class, Sampler::alwaysOn)
			.withUserConfiguration(UsersProvider.class)
			.run((context) -> assertThat(sampler(context)).hasToString("HeadSampler{AlwaysOnSampler}"));
	}

	@Test
	void givesTheUsersSamplerNoThreshold() {
		this.runner.withBean("mine", Sampler.class, Sampler::alwaysOn)
			.run((context) -> assertThat(root(sampler(context)).getUpdatedTraceState(TraceState.getDefault()).isEmpty())
				.isTrue());
	}

	@Test
	void recordsWhatTheSpanBufferWants() {
		this.runner.withBean("mine", Sampler.class, Sampler::alwaysOff)
			.withBean(UnsampledSpanRecorder.class, () -> () -> true)
			.run((context) -> assertThat(root(sampler(context)).getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY));
	}

	@Test
	void recordsWhatTheSpanBufferWantsAlsoWithLazyBeans() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean("mine", Sampler.class, Sampler::alwaysOff)
			.withBean(UnsampledSpanRecorder.class, () -> () -> true)
			.run((context) -> assertThat(root(sampler(context)).getDecision()).isEqualTo(SamplingDecision.RECORD_ONLY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.sampling.enabled=false", "observability.tracing.enabled=false" })
	void backsOffWhenDisabled(String property) {
		this.runner.withPropertyValues(property).run((context) -> {
			assertThat(context).doesNotHaveBean(SamplingAutoConfiguration.class);
			assertThat(sampler(context)).isNotInstanceOf(HeadSampler.class);
		});
	}

	@Test
	void backsOffWithoutTheSdk() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.opentelemetry.sdk.trace"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(SamplingAutoConfiguration.class));
	}

	@Test
	void backsOffBesideAJavaAgent() {
		this.runner.withClassLoader(JavaAgents.running())
			.run((context) -> assertThat(context).doesNotHaveBean(SamplingAutoConfiguration.class));
	}

	@Test
	void worksWithoutSpringWeb() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web", "org.springframework.http"))
			.run((context) -> assertThat(sampler(context)).isInstanceOf(HeadSampler.class));
	}

	@Test
	void worksWithoutMicrometersCore() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SamplingAutoConfiguration.class))
			.withBean(Sampler.class, Sampler::alwaysOn)
			.withClassLoader(new FilteredClassLoader("io.micrometer.core", "io.micrometer.tracing"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(SamplingMeters.class)
				.getBean(Sampler.class)
				.isInstanceOf(HeadSampler.class));
	}

	@Test
	void wrapsNothingElseWithoutASetting() {
		this.runner.run((context) -> {
			assertThat(context).doesNotHaveBean(RootRateLimiter.class).doesNotHaveBean(RouteMinimum.class);
			assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator())
				.isNotInstanceOf(IngressPropagator.class);
			assertThat(context.getBeansOfType(TracingObservationHandler.class).values())
				.noneMatch(ObservationNameHandler.class::isInstance);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.tracing.ingress.policy=local",
			"observability.tracing.sampling.minimum-per-route.enabled=true",
			"observability.tracing.sampling.force.secret=s" })
	void readsRequestsWhereSomethingDependsOnThem(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context.getBean(ContextPropagators.class).getTextMapPropagator())
				.isInstanceOf(IngressPropagator.class));
	}

	@Test
	void readsTheRequestsOfTheWebFrameworkThatServes() {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).getBean(RequestReader.class)
				.isInstanceOf(ServletRequestReader.class));
		new ReactiveWebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.run((context) -> assertThat(context).getBean(RequestReader.class)
				.isInstanceOf(ReactiveRequestReader.class));
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(RequestReader.class));
	}

	@Test
	void countsWhatItSamples() {
		this.runner
			.withPropertyValues("management.tracing.sampling.probability=1",
					"observability.tracing.sampling.minimum-per-route.enabled=true")
			.run((context) -> {
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBean(SamplingMeters.class).bindTo(registry);
				root(sampler(context));
				assertThat(
						registry.get("observability.tracing.sampled").tag("reason", "head").functionCounter().count())
					.isEqualTo(1);
				assertThat(registry.get("observability.tracing.sampled").functionCounters()).hasSize(5);
				assertThat(registry.get("observability.tracing.minimum.dropped").functionCounter().count()).isZero();
			});
	}

	@Test
	void samplesLessOfABurstWithALimit() {
		ApplicationContextRunner all = this.runner.withPropertyValues("management.tracing.sampling.probability=1");
		all.run((context) -> assertThat(sampledOfABurst(sampler(context))).isEqualTo(1_000));
		all.withPropertyValues("observability.tracing.sampling.max-traces-per-second=1")
			.run((context) -> assertThat(sampledOfABurst(sampler(context))).isLessThan(500));
	}

	/** Roots that are sampled only as long as their probability is 1. */
	private static long sampledOfABurst(Sampler sampler) {
		return IntStream.range(0, 1_000)
			.filter((each) -> sampler
				.shouldSample(Context.root(), "0af7651916cd43dd8400000000000000", "", SpanKind.SERVER,
						Attributes.empty(), List.of())
				.getDecision() == SamplingDecision.RECORD_AND_SAMPLE)
			.count();
	}

	@ParameterizedTest
	@CsvSource({ "200, 5", "2, 2" })
	void tellsAsManyRoutesApartAsConfigured(int most, int first) {
		this.runner
			.withPropertyValues("observability.tracing.sampling.minimum-per-route.enabled=true",
					"observability.tracing.sampling.minimum-per-route.max-routes=" + most)
			.run((context) -> {
				RouteMinimum minimum = context.getBean(RouteMinimum.class);
				assertThat(IntStream.rangeClosed(1, 5).filter(minimum::isFirst).count()).isEqualTo(first);
			});
	}

	@ParameterizedTest
	@CsvSource({ "X-Trace-Force, X-Debug", "X-Debug, X-Trace-Force" })
	void forcesByTheHeaderThatIsSet(String set, String other) {
		new WebApplicationContextRunner().withConfiguration(CONFIGURATIONS)
			.withPropertyValues("observability.tracing.sampling.force.secret=open",
					"observability.tracing.sampling.force.header=" + set)
			.run((context) -> {
				TextMapPropagator propagator = context.getBean(ContextPropagators.class).getTextMapPropagator();
				assertThat(received(propagator, set).isForced()).isTrue();
				assertThat(received(propagator, other).isForced()).isFalse();
			});
	}

	private static IngressSpan received(TextMapPropagator propagator, String header) {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/rides");
		request.addHeader(header, "open");
		return Objects.requireNonNull(propagator.extract(Context.root(), request, new Headers()).get(IngressSpan.KEY));
	}

	@Test
	void saysNothingOfTheSecret() {
		this.runner.withPropertyValues("observability.tracing.sampling.force.secret=hush")
			.run((context) -> assertThat(context.getBean(SamplingProperties.class).toString()).doesNotContain("hush"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					probability=1.1  | path=/a    | 'observability.tracing.sampling.rules[0].probability' must be from 0 to 1, but was 1.1
					probability=-0.1 | path=/a    | 'observability.tracing.sampling.rules[0].probability' must be from 0 to 1, but was -0.1
					probability=NaN  | path=/a    | 'observability.tracing.sampling.rules[0].probability' must be from 0 to 1, but was NaN
					path=/a          | path=/a    | 'observability.tracing.sampling.rules[0].probability' must be from 0 to 1, but was null
					probability=1    | path=a     | 'observability.tracing.sampling.rules[0].path' must be a pattern for paths
					probability=1    | path=/{a   | 'observability.tracing.sampling.rules[0].path' must be a pattern for paths
					probability=1    | name=      | 'observability.tracing.sampling.rules[0].name' must name a span, but was ''
					probability=1    | probability=1 | Either 'observability.tracing.sampling.rules[0].path' or 'observability.tracing.sampling.rules[0].name' must be set
					""")
	void namesAWrongRule(String one, String other, String message) {
		assertFails(message, RULE + one, RULE + other);
	}

	/**
	 * A rule names a request as it is recorded, whichever convention that is.
	 */
	@ParameterizedTest
	@EnumSource(SemanticConvention.class)
	void samplesRequestsByTheNameOfTheirObservation(SemanticConvention convention) {
		this.runner
			.withPropertyValues(RULE + "name=" + HttpNames.server(convention).requests(), RULE + "probability=1",
					"management.tracing.sampling.probability=0")
			.run((context) -> {
				ObservationRegistry registry = context.getBean(ObservationRegistry.class);
				for (SemanticConvention recorded : SemanticConvention.values()) {
					assertThat(isSampled(registry, recorded)).isEqualTo(recorded == convention);
				}
			});
	}

	private static boolean isSampled(ObservationRegistry registry, SemanticConvention convention) {
		ServerRequestObservationContext request = new ServerRequestObservationContext(
				new MockHttpServletRequest("GET", "/rides/7"), new MockHttpServletResponse());
		Observation observation = ServerHttpObservationDocumentation.HTTP_SERVLET_SERVER_REQUESTS
			.observation(
					(convention == SemanticConvention.OPENTELEMETRY)
							? new OpenTelemetryServerRequestObservationConvention() : null,
					new DefaultServerRequestObservationConvention(), () -> request, registry)
			.start();
		Boolean sampled = observation.scoped(() -> Span.current().getSpanContext().isSampled());
		observation.stop();
		return Boolean.TRUE.equals(sampled);
	}

	@Test
	void namesARuleForBothPathAndName() {
		assertFails("must be set, but path was '/a' and name 'b'", RULE + "path=/a", RULE + "name=b",
				RULE + "probability=1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					observability.tracing.sampling.max-traces-per-second=0 | 'observability.tracing.sampling.max-traces-per-second' must be at least 1, but was 0
					observability.tracing.sampling.minimum-per-route.max-routes=0 | 'observability.tracing.sampling.minimum-per-route.max-routes' must be at least 1, but was 0
					observability.tracing.sampling.force.secret= | 'observability.tracing.sampling.force.secret' must not be blank, but was ''
					observability.tracing.sampling.force.header=a b | 'observability.tracing.sampling.force.header' must be the name of an HTTP header, but was 'a b'
					observability.tracing.ingress.paths[0].path=/a | 'observability.tracing.ingress.paths[0]' must have a path and a policy
					""")
	void namesAWrongValue(String property, String message) {
		assertFails(message, property);
	}

	@Test
	void namesAWrongPathOfAPolicy() {
		assertFails("'observability.tracing.ingress.paths[0].path' must be a pattern for paths", PATH + "path=public",
				PATH + "policy=restart");
	}

	@Test
	void namesAnUnknownPolicyAndThoseThereAre(CapturedOutput output) {
		SpringApplication application = new SpringApplication(SamplingOnly.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--observability.tracing.ingress.policy=believe"));
		assertThat(output).contains("Property: observability.tracing.ingress.policy", "believe", "LOCAL", "RESTART",
				"TRUST");
	}

	private void assertFails(String message, String... properties) {
		this.runner.withPropertyValues(properties)
			.run((context) -> assertThat(context).hasFailed().getFailure().hasStackTraceContaining(message));
	}

	private static Sampler sampler(ApplicationContext context) {
		return context.getBean(SdkTracerProvider.class).getSampler();
	}

	private static SamplingResult root(Sampler sampler) {
		return sampler.shouldSample(Context.root(), "0af7651916cd43dd84ffffffffffffff", "", SpanKind.SERVER,
				Attributes.empty(), List.of());
	}

	private static final class Headers implements TextMapGetter<MockHttpServletRequest> {

		@Override
		public Iterable<String> keys(MockHttpServletRequest request) {
			return Collections.list(request.getHeaderNames());
		}

		@Override
		public @Nullable String get(@Nullable MockHttpServletRequest request, String key) {
			return (request != null) ? request.getHeader(key) : null;
		}

	}

	private static final class UsersSampler implements Sampler {

		@Override
		public SamplingResult shouldSample(Context parentContext, String traceId, String name, SpanKind spanKind,
				Attributes attributes, List<LinkData> parentLinks) {
			return SamplingResult.recordAndSample();
		}

		@Override
		public String getDescription() {
			return "UsersSampler";
		}

	}

	private record UsersClass(UsersSampler sampler) {

	}

	@Configuration(proxyBeanMethods = false)
	static class UsersProvider {

		@Bean
		SdkTracerProvider usersTracerProvider(Sampler sampler) {
			return SdkTracerProvider.builder().setSampler(sampler).build();
		}

	}

	@ImportAutoConfiguration(SamplingAutoConfiguration.class)
	static class SamplingOnly {

	}

}
