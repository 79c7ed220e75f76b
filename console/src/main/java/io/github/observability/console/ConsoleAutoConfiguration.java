package io.github.observability.console;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

import ch.qos.logback.classic.LoggerContext;
import io.github.observability.BootNames;
import io.github.observability.ConditionalOnFeature;
import io.github.observability.RecordedNames;
import io.github.observability.RecordedNamesConfiguration;
import io.github.observability.console.recording.ConsoleRecorder;
import io.github.observability.console.recording.EventHub;
import io.github.observability.console.recording.LineMasker;
import io.github.observability.console.recording.LineRecorder;
import io.github.observability.console.recording.LineRecording;
import io.github.observability.console.recording.Moments;
import io.github.observability.console.recording.ObservedNames;
import io.github.observability.console.recording.RecordingSampler;
import io.github.observability.console.recording.RunHistory;
import io.github.observability.console.recording.SignalRecorder;
import io.github.observability.console.recording.SpanMasker;
import io.github.observability.console.recording.SpanRecorder;
import io.github.observability.console.recording.TraceObjectives;
import io.github.observability.console.recording.TraceStore;
import io.github.observability.slo.SloAutoConfiguration;
import io.github.observability.slo.SloEffects;
import io.github.observability.tracing.export.SpanErrorRule;
import io.github.observability.tracing.sampling.HeadSampling;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnNotWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpRequest;
import org.springframework.http.server.reactive.HttpHandlerDecoratorFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the development console. It is
 * served in development only, and nothing of it exists elsewhere.
 */
@AutoConfiguration(after = SloAutoConfiguration.class)
@ConditionalOnFeature("observability.console.enabled")
@Conditional(OnDevelopmentCondition.class)
@Import(RecordedNamesConfiguration.class)
@EnableConfigurationProperties(ConsoleProperties.class)
public final class ConsoleAutoConfiguration {

	ConsoleAutoConfiguration() {
	}

	@Bean
	ConsoleMemory consoleMemory(ConsoleProperties properties) {
		return ConsoleMemory.obtain(properties);
	}

	@Bean
	ConsoleInfo consoleInfo(Environment environment, ConsoleMemory memory) {
		return new ConsoleInfo(environment.getProperty("spring.application.name", "application"),
				environment.getProperty("spring.application.version", ""), memory.started());
	}

	@Bean
	ConsoleToken consoleToken(ConsoleProperties properties, ConsoleMemory memory) {
		return new ConsoleToken(StringUtils.hasText(properties.token()) ? properties.token() : memory.token());
	}

	@Bean
	TraceStore consoleTraces(ConsoleMemory memory) {
		return memory.traces();
	}

	@Bean
	SignalRecorder consoleSignals(ObjectProvider<MeterRegistry> registry, RecordedNames names, ConsoleMemory memory) {
		return new SignalRecorder(registry.getIfAvailable(), names, memory.points());
	}

	@Bean
	Moments consoleMoments(ConsoleMemory memory) {
		return memory.moments();
	}

	@Bean
	EventHub consoleEvents() {
		return new EventHub();
	}

	@Bean
	RunHistory consoleRuns(ConsoleProperties properties, ConsoleInfo info, ConsoleMemory memory) {
		Path file = (properties.runFile() != null) ? properties.runFile() : BuildFolder.find("observability-run.json");
		return new RunHistory(ConsoleJson.MAPPER, file, info.started(), memory.lastRun());
	}

	@Bean
	ConsoleRecorder consoleRecorder(ObjectProvider<SpanRecorder> spans, ObjectProvider<SpanMasker> masker,
			ObjectProvider<LineRecording> lines, TraceStore traces, SignalRecorder signals, Moments moments,
			RunHistory runs, EventHub events) {
		SpanMasker spanMasker = masker.getIfAvailable();
		UnaryOperator<SpanData> masking = (spanMasker != null) ? spanMasker : UnaryOperator.identity();
		return new ConsoleRecorder(spans.getIfAvailable(), masking, recorder(lines), traces, signals, moments, runs,
				events, ConsoleJson.MAPPER);
	}

	private static @Nullable LineRecorder recorder(ObjectProvider<LineRecording> lines) {
		LineRecording recording = lines.getIfAvailable();
		return (recording != null) ? recording.recorder() : null;
	}

	@Bean
	ConsoleApi consoleApi(ConsoleInfo info, TraceStore traces, ObjectProvider<LineRecording> lines,
			SignalRecorder signals, Moments moments, RunHistory runs, ObjectProvider<UrlSecretHandler> secrets,
			ObjectProvider<TraceObjectives> objectives, ObjectProvider<MeterRegistry> registry,
			ListableBeanFactory beans) {
		return new ConsoleApi(info, traces, recorder(lines), signals, moments, runs, secrets.getIfAvailable(),
				objectives.getIfAvailable(), endpoints(beans), registry.getIfAvailable(), ConsoleJson.MAPPER);
	}

	private static @Nullable EndpointReads endpoints(ListableBeanFactory beans) {
		return ClassUtils.isPresent(BootNames.ENDPOINT, ConsoleAutoConfiguration.class.getClassLoader())
				? new EndpointReads(beans) : null;
	}

	@Bean
	TimedMethod consoleTimedMethod(ListableBeanFactory beans) {
		return new TimedMethod(endpoints(beans), ConsoleJson.MAPPER);
	}

	@Bean
	ConsoleHandler consoleHandler(ConsoleToken token, ConsoleProperties properties, ConsoleApi api,
			TimedMethod timedMethod, ObjectProvider<McpEndpoint> mcp) {
		return new ConsoleHandler(new ConsoleGuard(token.value(), properties), new ConsoleAssets(), api, timedMethod,
				mcp.getIfAvailable());
	}

	@Bean
	ConsoleAnnouncement consoleAnnouncement(ConsoleToken token, ConsoleProperties properties, ConsoleInfo info,
			Moments moments, ObjectProvider<StandaloneConsoleServer> standalone) {
		return new ConsoleAnnouncement(token, properties, info, moments, standalone);
	}

	/** Spans, where the tracer is OpenTelemetry's. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SdkTracerProvider.class, OtelFinishedSpan.class, SdkTracerProviderBuilderCustomizer.class })
	static class SpanConfiguration {

		@Bean
		SpanRecorder consoleSpanRecorder() {
			return new SpanRecorder();
		}

		@Bean
		SpanMasker consoleSpanMasker(ObjectProvider<SpanFilter> filters, Environment environment) {
			return new SpanMasker(filters, new SpanErrorRule(environment));
		}

		@Bean
		@Order
		SdkTracerProviderBuilderCustomizer consoleSampler(ObjectProvider<Sampler> sampler,
				ObjectProvider<HeadSampling> headSampling) {
			return (builder) -> sampler.ifUnique((unique) -> {
				HeadSampling head = headSampling.getIfAvailable();
				builder.setSampler(new RecordingSampler((head != null) ? head.around(unique) : unique));
			});
		}

	}

	/** Lines, where they are Logback's. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LoggerContext.class)
	static class LineConfiguration {

		@Bean
		LineRecording consoleLines(ConsoleMemory memory, Environment environment) {
			ILoggerFactory factory = LoggerFactory.getILoggerFactory();
			return LineRecording.create((factory instanceof LoggerContext context) ? context : null, environment,
					memory.lines());
		}

	}

	/** URLs, where requests are observed. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandler.class, Span.class, HttpRequest.class })
	static class UrlConfiguration {

		@Bean
		UrlSecretHandler consoleUrlSecrets(Environment environment) {
			return new UrlSecretHandler(LineMasker.of(environment)::isSecret);
		}

	}

	/** Objectives, where there are some. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ObservationHandler.class, Span.class })
	@ConditionalOnBean(SloEffects.class)
	static class ObjectiveConfiguration {

		@Bean
		ObservedNames consoleObservedNames(SloEffects effects) {
			return new ObservedNames(effects.observations());
		}

		@Bean
		TraceObjectives consoleObjectives(SloEffects effects, ObservedNames names) {
			return new TraceObjectives(effects, names);
		}

	}

	/** Tools for coding agents, where their protocol's SDK is there. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ McpServer.class, JacksonMcpJsonMapper.class })
	static class McpConfiguration {

		@Bean
		McpServerEndpoint consoleMcp(ConsoleApi api, ConsoleInfo info) {
			return new McpServerEndpoint(api, info);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Filter.class, FilterRegistrationBean.class })
	static class ServletConfiguration {

		@Bean
		FilterRegistrationBean<ServletConsoleFilter> consoleFilter(ConsoleHandler handler, EventHub events,
				ConsoleProperties properties) {
			FilterRegistrationBean<ServletConsoleFilter> registration = new FilterRegistrationBean<>(
					new ServletConsoleFilter(handler, events, properties.path()));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			registration.setDispatcherTypes(DispatcherType.REQUEST);
			registration.setAsyncSupported(true);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication
	@ConditionalOnClass({ ValveBase.class, ConfigurableTomcatWebServerFactory.class })
	static class TomcatConfiguration {

		@Bean
		PeerValve.Customizer consolePeerCustomizer() {
			return new PeerValve.Customizer();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass(HttpHandlerDecoratorFactory.class)
	static class ReactiveConfiguration {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		HttpHandlerDecoratorFactory consoleDecorator(ConsoleHandler handler, EventHub events,
				ConsoleProperties properties) {
			return (application) -> new ReactiveConsoleHandler(application, handler, events, properties.path());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnNotWebApplication
	static class StandaloneConfiguration {

		@Bean
		StandaloneConsoleServer consoleServer(ConsoleHandler handler, EventHub events, ConsoleProperties properties) {
			return new StandaloneConsoleServer(handler, events, properties.path(), properties.port());
		}

	}

}
