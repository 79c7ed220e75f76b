package io.github.observability.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetcher;
import io.github.observability.testing.RenderedPart;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcClientInterceptor;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcServerInterceptor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerBuilder;

import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.graphql.ExecutionGraphQlResponse;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;
import org.springframework.graphql.support.DefaultExecutionGraphQlRequest;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the same work with plain Boot and with the starter. The table in the documentation
 * is rendered from the results.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WorkFailuresTests {

	private static final RenderedPart PAGE = new RenderedPart(Path.of("..", "docs", "golden-signals.md"),
			"<!-- Rendered by WorkFailuresTests from here on. -->\n",
			"<!-- Rendered until here by WorkFailuresTests. -->\n");

	private final Map<Work, List<String>> plain = new EnumMap<>(Work.class);

	private final Map<Work, List<String>> starter = new EnumMap<>(Work.class);

	@BeforeAll
	void run() {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, ObservationAutoConfiguration.class,
					GoldenSignalsAutoConfiguration.class, WorkGoldenSignalsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withBean(SchedulerFactoryBean.class);
		runner.withPropertyValues("observability.golden.enabled=false")
			.run((context) -> run(context.getSourceApplicationContext(), this.plain));
		runner.run((context) -> run(context.getSourceApplicationContext(), this.starter));
	}

	private static void run(ApplicationContext context, Map<Work, List<String>> results) {
		for (Work work : Work.values()) {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			meters.clear();
			work.task.accept(context);
			Awaitility.await()
				.atMost(java.time.Duration.ofSeconds(20))
				.until(() -> isRecorded(meters, work) || work.isLostByPlainBoot() && results != null
						&& context.getBeansOfType(WorkGoldenSignalsAutoConfiguration.class).isEmpty());
			results.put(work, records(meters, work));
		}
	}

	/**
	 * Both sides of a call are observed. One that ends late would be a record of the next
	 * work.
	 */
	private static boolean isRecorded(MeterRegistry meters, Work work) {
		boolean call = work.meter.startsWith("grpc.");
		return !records(meters, work).isEmpty() && (!call
				|| !meters.find("grpc.client").timers().isEmpty() && !meters.find("grpc.server").timers().isEmpty());
	}

	private static List<String> records(MeterRegistry meters, Work work) {
		List<String> records = new ArrayList<>();
		for (Timer timer : meters.find(work.meter).timers()) {
			String status = (work.tag != null) ? " " + timer.getId().getTag(work.tag) : "";
			records.add(((timer.count() > 1) ? timer.count() + " × " : "") + work.meter + status + " error="
					+ timer.getId().getTag("error"));
		}
		return records;
	}

	@ParameterizedTest
	@EnumSource(Work.class)
	void namesTheFailure(Work work) {
		assertThat(this.starter.get(work)).singleElement().asString().endsWith(" error=" + work.error);
	}

	@ParameterizedTest
	@EnumSource(Work.class)
	void namesWhatPlainBootNames(Work work) {
		for (String record : this.plain.get(work)) {
			assertThat(record.endsWith("error=none") || this.starter.get(work).contains(record)).isTrue();
		}
	}

	@Test
	void pageIsUpToDate() {
		PAGE.assertIsUpToDate(table(), getClass());
	}

	private String table() {
		StringBuilder table = new StringBuilder("\n| Work | Plain Boot | Starter |\n| --- | --- | --- |\n");
		for (Work work : Work.values()) {
			table.append("| ")
				.append(work.description)
				.append(" | ")
				.append(cell(this.plain.get(work)))
				.append(" | ")
				.append(cell(this.starter.get(work)))
				.append(" |\n");
		}
		return table.append('\n').toString();
	}

	private static String cell(List<String> records) {
		return records.isEmpty() ? "nothing"
				: records.stream().map((record) -> "`" + record + "`").collect(Collectors.joining("<br>"));
	}

	/**
	 * Work and its failure.
	 */
	enum Work {

		GRPC_OK("gRPC call that succeeds", "grpc.server", "grpc.status_code", "none", (context) -> call(context, null)),

		GRPC_INTERNAL("gRPC server that sends `INTERNAL` with `onError`", "grpc.server", "grpc.status_code", "INTERNAL",
				(context) -> call(context, Status.INTERNAL)),

		GRPC_NOT_FOUND("gRPC server that sends `NOT_FOUND`", "grpc.server", "grpc.status_code", "none",
				(context) -> call(context, Status.NOT_FOUND)),

		GRPC_CAUSE("gRPC server that sends `INTERNAL` with a cause", "grpc.server", "grpc.status_code",
				"IllegalStateException",
				(context) -> call(context, Status.INTERNAL.withCause(new IllegalStateException()))),

		GRPC_CANCELED("gRPC call that the client cancels", "grpc.server", "grpc.status_code", "none", Work::cancel),

		GRPC_CLIENT("gRPC client that receives `UNAVAILABLE`", "grpc.client", "grpc.status_code", "UNAVAILABLE",
				(context) -> call(context, Status.UNAVAILABLE)),

		GRPC_CLIENT_4XX("gRPC client that receives `INVALID_ARGUMENT`", "grpc.client", "grpc.status_code", "none",
				(context) -> call(context, Status.INVALID_ARGUMENT)),

		GRAPHQL_OK("GraphQL request that succeeds", "graphql.request", "graphql.outcome", "none",
				(context) -> query(context, "{ ride }", (environment) -> "ride")),

		GRAPHQL_INTERNAL("GraphQL request with a handled `INTERNAL_ERROR`", "graphql.request", "graphql.outcome",
				"INTERNAL_ERROR",
				(context) -> query(context, "{ ride }",
						(environment) -> DataFetcherResult.newResult()
							.error(GraphqlErrorBuilder.newError(environment)
								.errorType(ErrorType.INTERNAL_ERROR)
								.message("no ride")
								.build())
							.build())),

		GRAPHQL_FETCHER("GraphQL data fetcher that fails", "graphql.datafetcher", "graphql.outcome",
				"UncheckedIOException", (context) -> query(context, "{ ride }", (environment) -> {
					throw new UncheckedIOException(new IOException());
				})),

		GRAPHQL_INVALID("GraphQL request that is invalid", "graphql.request", "graphql.outcome", "none",
				(context) -> query(context, "{ fare }", (environment) -> "ride")),

		BATCH_OK("Batch job that completes", "spring.batch.job", "spring.batch.job.status", "none",
				(context) -> job(context, null, false)),

		BATCH_JOB("Batch job that is not a bean and whose step fails", "spring.batch.job", "spring.batch.job.status",
				"FAILED", (context) -> job(context, new IllegalStateException(), false)),

		BATCH_STEP("Batch step that fails", "spring.batch.step", "spring.batch.step.status", "IllegalStateException",
				(context) -> job(context, new IllegalStateException(), true)),

		OBSERVED("Observation of the application that fails", "own", null, "IllegalStateException",
				(context) -> Observation.createNotStarted("own", context.getBean(ObservationRegistry.class))
					.start()
					.error(new IllegalStateException())
					.stop()),

		QUARTZ_OK("Quartz job that succeeds", "quartz.job", "outcome", "none", (context) -> fire(context, Ok.class)),

		QUARTZ_FAILING("Quartz job that fails", "quartz.job", "outcome", "IllegalStateException",
				(context) -> fire(context, Failing.class)),

		QUARTZ_WRAPPED("Quartz job that fails with a `JobExecutionException`", "quartz.job", "outcome", "IOException",
				(context) -> fire(context, Wrapping.class)),

		QUARTZ_ERROR("Quartz job that throws an `Error`", "quartz.job", "outcome", "LinkageError",
				(context) -> fire(context, Fatal.class));

		private final String description;

		private final String meter;

		private final @Nullable String tag;

		private final String error;

		private final Consumer<ApplicationContext> task;

		Work(String description, String meter, @Nullable String tag, String error, Consumer<ApplicationContext> task) {
			this.description = description;
			this.meter = meter;
			this.tag = tag;
			this.error = error;
			this.task = task;
		}

		boolean isLostByPlainBoot() {
			return name().toLowerCase(Locale.ROOT).startsWith("quartz");
		}

		private static final MethodDescriptor<String, String> METHOD = MethodDescriptor
			.newBuilder(new TextMarshaller(), new TextMarshaller())
			.setType(MethodDescriptor.MethodType.UNARY)
			.setFullMethodName("rides.Rides/request")
			.build();

		private static void call(ApplicationContext context, @Nullable Status status) {
			ServerCalls.UnaryMethod<String, String> method = (request, observer) -> {
				if (status != null) {
					observer.onError(status.asRuntimeException());
				}
				else {
					observer.onNext(request);
					observer.onCompleted();
				}
			};
			connected(context, method, (channel) -> {
				try {
					ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, "ride");
				}
				catch (StatusRuntimeException ex) {
					assertThat(ex.getStatus().getCode()).isEqualTo(status.getCode());
				}
			});
		}

		private static void cancel(ApplicationContext context) {
			CountDownLatch received = new CountDownLatch(1);
			connected(context, (request, observer) -> received.countDown(), (channel) -> {
				ClientCall<String, String> call = channel.newCall(METHOD, CallOptions.DEFAULT);
				call.start(new ClientCall.Listener<>() {
				}, new Metadata());
				call.request(1);
				call.sendMessage("ride");
				call.halfClose();
				await(received);
				call.cancel("nobody waits anymore", null);
			});
		}

		private static void connected(ApplicationContext context, ServerCalls.UnaryMethod<String, String> method,
				Consumer<ManagedChannel> client) {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			String name = UUID.randomUUID().toString();
			try {
				Server server = InProcessServerBuilder.forName(name)
					.addService(ServerServiceDefinition.builder("rides.Rides")
						.addMethod(METHOD, ServerCalls.asyncUnaryCall(method))
						.build())
					.intercept(new ObservationGrpcServerInterceptor(registry))
					.build()
					.start();
				ManagedChannel channel = InProcessChannelBuilder.forName(name)
					.intercept(new ObservationGrpcClientInterceptor(registry))
					.build();
				client.accept(channel);
				channel.shutdown().awaitTermination(20, TimeUnit.SECONDS);
				server.shutdown().awaitTermination(20, TimeUnit.SECONDS);
			}
			catch (IOException | InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void query(ApplicationContext context, String document, DataFetcher<?> fetcher) {
			GraphQlSource source = GraphQlSource.schemaResourceBuilder()
				.schemaResources(new ByteArrayResource("type Query { ride: String }".getBytes(StandardCharsets.UTF_8)))
				.configureRuntimeWiring((wiring) -> wiring.type("Query", (type) -> type.dataFetcher("ride", fetcher)))
				.instrumentation(
						List.of(new GraphQlObservationInstrumentation(context.getBean(ObservationRegistry.class))))
				.build();
			ExecutionGraphQlResponse response = new DefaultExecutionGraphQlService(source)
				.execute(new DefaultExecutionGraphQlRequest(document, null, null, null, "1", Locale.ROOT))
				.block();
			assertThat(response).isNotNull();
		}

		/** Boot observes steps that are beans, and jobs. */
		private static void job(ApplicationContext context, @Nullable RuntimeException failure, boolean observedStep) {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			ResourcelessJobRepository repository = new ResourcelessJobRepository();
			Step step = new StepBuilder("settle", repository).tasklet((contribution, chunk) -> {
				if (failure != null) {
					throw failure;
				}
				return RepeatStatus.FINISHED;
			}).observationRegistry(observedStep ? registry : ObservationRegistry.NOOP).build();
			org.springframework.batch.core.job.Job job = new org.springframework.batch.core.job.builder.JobBuilder(
					"settlement", repository)
				.observationRegistry(registry)
				.start(step)
				.build();
			JobParameters parameters = new JobParameters();
			JobInstance instance = repository.createJobInstance("settlement", parameters);
			try {
				job.execute(repository.createJobExecution(instance, parameters, new ExecutionContext()));
			}
			catch (JobExecutionException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void fire(ApplicationContext context, Class<? extends Job> job) {
			try {
				context.getBean(Scheduler.class)
					.scheduleJob(JobBuilder.newJob(job).withIdentity(UUID.randomUUID().toString()).build(),
							TriggerBuilder.newTrigger().startNow().build());
			}
			catch (SchedulerException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static void await(CountDownLatch latch) {
			try {
				assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}

	}

	public static final class Ok implements Job {

		@Override
		public void execute(JobExecutionContext context) {
		}

	}

	public static final class Failing implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			throw new IllegalStateException("a job fails");
		}

	}

	public static final class Wrapping implements Job {

		@Override
		public void execute(JobExecutionContext context) throws org.quartz.JobExecutionException {
			throw new org.quartz.JobExecutionException(new IOException("a job fails"));
		}

	}

	public static final class Fatal implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			throw new LinkageError("a job fails fatally");
		}

	}

}
