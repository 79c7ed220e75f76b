package io.github.observability;

/**
 * Names of Spring Boot's classes and beans that are written as text, because the class is
 * optional or moves from one version of Boot to the next. No other place spells one, so
 * that a test can compare them all with the Boot that is there, and
 * {@code .ci/boot-names} with the sources of another one.
 */
public final class BootNames {

	/** The registry that contains all others. */
	public static final String COMPOSITE_METER_REGISTRY = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration";

	/** The registry of an application that has no other. */
	public static final String SIMPLE_METER_REGISTRY = "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration";

	/** The registry of Prometheus. */
	public static final String PROMETHEUS_METER_REGISTRY = "org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration";

	/** Meters of the Java virtual machine. */
	public static final String JVM_METERS = "org.springframework.boot.micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration";

	/** Meters of the processors and the disk. */
	public static final String SYSTEM_METERS = "org.springframework.boot.micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration";

	/** The observation registry. */
	public static final String OBSERVATION = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration";

	/** Observations of Spring MVC. */
	public static final String MVC_OBSERVATION = "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration";

	/** Observations of WebFlux. */
	public static final String WEBFLUX_OBSERVATION = "org.springframework.boot.webflux.autoconfigure.WebFluxObservationAutoConfiguration";

	/** Tracing by OpenTelemetry. */
	public static final String OPENTELEMETRY_TRACING = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration";

	/** OpenTelemetry's SDK and its resource. */
	public static final String OPENTELEMETRY_SDK = "org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration";

	/** Export of log records by OTLP. */
	public static final String OTLP_LOGGING = "org.springframework.boot.opentelemetry.autoconfigure.logging.otlp.OtlpLoggingAutoConfiguration";

	/** What customizes the tracer provider. */
	public static final String TRACER_PROVIDER_CUSTOMIZER = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer";

	/** The propagator of all formats. */
	public static final String COMPOSITE_PROPAGATOR = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.CompositeTextMapPropagator";

	/** Exemplars in Prometheus. */
	public static final String PROMETHEUS_EXEMPLARS = "org.springframework.boot.micrometer.tracing.autoconfigure.prometheus.PrometheusExemplarsAutoConfiguration";

	/** What the application was built from. */
	public static final String PROJECT_INFO = "org.springframework.boot.autoconfigure.info.ProjectInfoAutoConfiguration";

	/** The error of a request that WebFlux serves, as an attribute of its exchange. */
	public static final String WEBFLUX_ERROR_ATTRIBUTES = "org.springframework.boot.webflux.error.DefaultErrorAttributes";

	/** Reports why the application did not start. */
	public static final String FAILURE_REPORT = "org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter";

	/** Reports what was configured and why. */
	public static final String CONDITION_REPORT = "org.springframework.boot.autoconfigure.logging.ConditionEvaluationReportLogger";

	/** Jetty as a web server. */
	public static final String JETTY_WEB_SERVER = "org.springframework.boot.jetty.JettyWebServer";

	/** Logback as the logging system. */
	public static final String LOGBACK_SYSTEM = "org.springframework.boot.logging.logback.LogbackLoggingSystem";

	/** Encoder of structured log lines. */
	public static final String STRUCTURED_LOG_ENCODER = "org.springframework.boot.logging.logback.StructuredLogEncoder";

	/** Formatter of structured log lines. */
	public static final String STRUCTURED_LOG_FORMATTER = "org.springframework.boot.logging.structured.StructuredLogFormatter";

	/** Annotation of endpoints of the actuator. */
	public static final String ENDPOINT = "org.springframework.boot.actuate.endpoint.annotation.Endpoint";

	/** What restarts an application while it is developed. */
	public static final String DEVTOOLS_RESTARTER = "org.springframework.boot.devtools.restart.Restarter";

	/** Annotation of beans that survive a restart. */
	public static final String DEVTOOLS_RESTART_SCOPE = "org.springframework.boot.devtools.restart.RestartScope";

	/** The bean that limits the routes of served requests. */
	public static final String SERVER_ROUTE_LIMIT_BEAN = "metricsHttpServerUriTagFilter";

	/** The bean that limits the routes of requests sent. */
	public static final String CLIENT_ROUTE_LIMIT_BEAN = "metricsHttpClientUriTagFilter";

	/** The resource of all spans. */
	public static final String OPENTELEMETRY_RESOURCE_BEAN = "openTelemetryResource";

	/** What collects the sampler and the span processors. */
	public static final String TRACER_PROVIDER_BEAN = "otelSdkTracerProvider";

	/** The sampler of an application that declares none. */
	public static final String SAMPLER_BEAN = "otelSampler";

	/** What collects the processors of log records. */
	public static final String LOGGER_PROVIDER_BEAN = "openTelemetrySdkLoggerProvider";

	/** What collects the exporters of log records. */
	public static final String LOG_RECORD_PROCESSOR_BEAN = "openTelemetryBatchLogRecordProcessor";

	/** What collects the propagators. */
	public static final String PROPAGATORS_BEAN = "otelContextPropagators";

	private BootNames() {
	}

}
