package io.github.observability.tracing.tail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherResult;
import io.github.observability.tracing.SpanStatusAutoConfiguration;
import io.github.observability.tracing.sampling.SamplingAutoConfiguration;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcServerInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failures of real protocols and observations. Those of protocols are a status and no
 * exception.
 */
class TailSampledFailuresTests {

	private static final MethodDescriptor<String, String> METHOD = MethodDescriptor
		.newBuilder(new TextMarshaller(), new TextMarshaller())
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("rides.Rides/request")
		.build();

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
				OpenTelemetrySdkAutoConfiguration.class, OpenTelemetryTracingAutoConfiguration.class,
				MicrometerTracingAutoConfiguration.class, SamplingAutoConfiguration.class,
				TailSamplingAutoConfiguration.class, SpanStatusAutoConfiguration.class))
		.withBean(SpanExporter.class, () -> this.exporter)
		.withBean("sampler", Sampler.class, Sampler::alwaysOff);

	@Test
	void samplesGrpcCallsByTheirStatus() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			call(registry, Status.NOT_FOUND);
			call(registry, Status.INTERNAL);
			call(registry, Status.CANCELLED);
			assertThat(exported(context.getBean(SdkTracerProvider.class))).containsExactly("grpc INTERNAL");
		});
	}

	@Test
	void samplesGraphQlRequestsByTheirOutcome() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			query(registry, ErrorType.NOT_FOUND);
			assertThat(exported(context.getBean(SdkTracerProvider.class))).isEmpty();
			query(registry, ErrorType.INTERNAL_ERROR);
			assertThat(exported(context.getBean(SdkTracerProvider.class))).contains("graphql INTERNAL_ERROR");
		});
	}

	@Test
	void samplesBatchJobsByTheirStatus() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			run(registry, false);
			assertThat(exported(context.getBean(SdkTracerProvider.class))).isEmpty();
			run(registry, true);
			assertThat(exported(context.getBean(SdkTracerProvider.class))).containsExactly("batch FAILED");
		});
	}

	@Test
	void samplesErrorsAfterObservationsThatAreNeverStopped() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			for (int i = 0; i < 100_000; i++) {
				Observation.createNotStarted("forgotten", registry).start();
			}
			for (int i = 0; i < 20; i++) {
				Observation.createNotStarted("failing", registry).start().error(new IllegalStateException()).stop();
			}
			assertThat(exported(context.getBean(SdkTracerProvider.class))).hasSize(20);
			assertThat(this.exporter.getFinishedSpanItems()).extracting(SpanData::getName).containsOnly("failing");
		});
	}

	private List<String> exported(SdkTracerProvider provider) {
		provider.forceFlush().join(20, TimeUnit.SECONDS);
		return this.exporter.getFinishedSpanItems().stream().map(TailSampledFailuresTests::describe).toList();
	}

	private static String describe(SpanData span) {
		StringBuilder status = new StringBuilder();
		span.getAttributes().forEach((key, value) -> {
			switch (key.getKey()) {
				case "grpc.status_code" -> status.append("grpc ").append(value);
				case "graphql.outcome" -> status.append("graphql ").append(value);
				case "spring.batch.job.status" -> status.append("batch ").append(value);
				default -> {
				}
			}
		});
		return status.toString();
	}

	private static void call(ObservationRegistry registry, Status status) throws Exception {
		String name = UUID.randomUUID().toString();
		Server server = InProcessServerBuilder.forName(name)
			.addService(ServerServiceDefinition.builder("rides.Rides")
				.addMethod(METHOD,
						ServerCalls
							.asyncUnaryCall((request, observer) -> observer.onError(status.asRuntimeException())))
				.build())
			.intercept(new ObservationGrpcServerInterceptor(registry))
			.build()
			.start();
		ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
		try {
			ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, "ride");
		}
		catch (StatusRuntimeException ex) {
			assertThat(ex.getStatus().getCode()).isEqualTo(status.getCode());
		}
		channel.shutdown().awaitTermination(20, TimeUnit.SECONDS);
		server.shutdown();
		Awaitility.await().until(server::isTerminated);
	}

	private static void query(ObservationRegistry registry, ErrorType type) {
		GraphQlSource source = GraphQlSource.schemaResourceBuilder()
			.schemaResources(new ByteArrayResource("type Query { ride: String }".getBytes(StandardCharsets.UTF_8)))
			.configureRuntimeWiring((wiring) -> wiring.type("Query",
					(query) -> query.dataFetcher("ride", (environment) -> DataFetcherResult.newResult()
						.error(GraphqlErrorBuilder.newError(environment).errorType(type).message("no ride").build())
						.build())))
			.instrumentation(List.of(new GraphQlObservationInstrumentation(registry)))
			.build();
		new DefaultExecutionGraphQlService(source)
			.execute(new DefaultExecutionGraphQlRequest("{ ride }", null, null, null, "1", Locale.ROOT))
			.block();
	}

	private static void run(ObservationRegistry registry, boolean failing) throws Exception {
		ResourcelessJobRepository repository = new ResourcelessJobRepository();
		Step step = new StepBuilder("settle", repository).tasklet((contribution, chunk) -> {
			if (failing) {
				throw new IllegalStateException("the step fails");
			}
			return null;
		}).observationRegistry(ObservationRegistry.NOOP).build();
		Job job = new JobBuilder("settlement", repository).observationRegistry(registry).start(step).build();
		JobParameters parameters = new JobParameters();
		JobInstance instance = repository.createJobInstance("settlement", parameters);
		job.execute(repository.createJobExecution(instance, parameters, new ExecutionContext()));
	}

	private static final class TextMarshaller implements MethodDescriptor.Marshaller<String> {

		@Override
		public InputStream stream(String text) {
			return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public String parse(InputStream stream) {
			try {
				return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
