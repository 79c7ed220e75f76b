package io.github.observability.golden;

import java.nio.charset.StandardCharsets;
import java.util.List;

import graphql.GraphqlErrorBuilder;
import graphql.execution.DataFetcherResult;
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
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcClientInterceptor;
import io.micrometer.core.instrument.binder.grpc.ObservationGrpcServerInterceptor;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.repository.support.ResourcelessJobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.graphql.execution.DefaultExecutionGraphQlService;
import org.springframework.graphql.execution.ErrorType;
import org.springframework.graphql.execution.GraphQlSource;
import org.springframework.graphql.observation.GraphQlObservationInstrumentation;
import org.springframework.graphql.server.WebGraphQlHandler;

/**
 * Fails at each {@link ChaosProtocol}.
 */
@Configuration(proxyBeanMethods = false)
class ChaosWork {

	private static final String SERVER = "rides";

	private static final MethodDescriptor<String, String> METHOD = MethodDescriptor
		.newBuilder(new TextMarshaller(), new TextMarshaller())
		.setType(MethodDescriptor.MethodType.UNARY)
		.setFullMethodName("rides.Rides/request")
		.build();

	@Bean(initMethod = "start", destroyMethod = "shutdownNow")
	Server grpcServer(ObservationRegistry registry) {
		return InProcessServerBuilder.forName(SERVER)
			.addService(ServerServiceDefinition.builder("rides.Rides")
				.addMethod(METHOD,
						ServerCalls.asyncUnaryCall(
								(request, observer) -> observer.onError(Status.INTERNAL.asRuntimeException())))
				.build())
			.intercept(new ObservationGrpcServerInterceptor(registry))
			.build();
	}

	@Bean(destroyMethod = "shutdownNow")
	ManagedChannel grpcChannel(ObservationRegistry registry) {
		return InProcessChannelBuilder.forName(SERVER)
			.intercept(new ObservationGrpcClientInterceptor(registry))
			.build();
	}

	@Bean
	WebGraphQlHandler graphQlHandler(ObservationRegistry registry) {
		GraphQlSource source = GraphQlSource.schemaResourceBuilder()
			.schemaResources(new ByteArrayResource("type Query { ride: String }".getBytes(StandardCharsets.UTF_8)))
			.configureRuntimeWiring((wiring) -> wiring.type("Query",
					(query) -> query.dataFetcher("ride",
							(environment) -> DataFetcherResult.newResult()
								.error(GraphqlErrorBuilder.newError(environment)
									.errorType(ErrorType.INTERNAL_ERROR)
									.message("no ride")
									.build())
								.build())))
			.instrumentation(List.of(new GraphQlObservationInstrumentation(registry)))
			.build();
		return WebGraphQlHandler.builder(new DefaultExecutionGraphQlService(source)).build();
	}

	@Bean
	ChaosDependencies chaosDependencies(ObservationRegistry registry, ManagedChannel channel, Environment environment) {
		return new ChaosDependencies(registry, channel, environment);
	}

	static String call(ManagedChannel channel) {
		try {
			return ClientCalls.blockingUnaryCall(channel, METHOD, CallOptions.DEFAULT, "ride");
		}
		catch (StatusRuntimeException ex) {
			return ex.getStatus().toString();
		}
	}

	static String runJob(ObservationRegistry registry) throws Exception {
		ResourcelessJobRepository repository = new ResourcelessJobRepository();
		Step step = new StepBuilder("settle", repository).tasklet((contribution, chunk) -> {
			throw new IllegalStateException("the step fails");
		}).observationRegistry(registry).build();
		Job job = new JobBuilder("settlement", repository).observationRegistry(registry).start(step).build();
		JobParameters parameters = new JobParameters();
		JobInstance instance = repository.createJobInstance(job.getName(), parameters);
		JobExecution execution = repository.createJobExecution(instance, parameters, new ExecutionContext());
		job.execute(execution);
		return execution.getStatus().toString();
	}

}
