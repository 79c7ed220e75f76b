package io.github.observability.context;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One chain of operators, as a handler of WebFlux returns, with the context of a request
 * written to it: assembled and subscribed to, with Reactor's hooks on and off.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class OperatorChainBenchmark {

	/** Whether the hooks are on. */
	@Param({ "hooks off", "hooks on" })
	public String hooks = "hooks off";

	private final RequestLogContext request = new RequestLogContext(Map.of("X-Request-Id", "r-1")::get, "X-Request-Id",
			List.of(), List.of());

	private final Observation observation = Observation.createNotStarted("request", observations());

	/**
	 * Switch the hooks, which are global, and make the context known to them.
	 */
	@Setup
	public void open() {
		if (this.hooks.equals("hooks on")) {
			new ContextAccessors(List.of(new RequestLogContextAccessor(), new TraceContextAccessor()));
			Hooks.enableAutomaticContextPropagation();
		}
		this.observation.start();
	}

	/**
	 * Switch them off again.
	 */
	@TearDown
	public void close() {
		this.observation.stop();
		Hooks.disableAutomaticContextPropagation();
	}

	/**
	 * Five operators, one of which hands over through a queue.
	 * @return the result
	 */
	@Benchmark
	public @Nullable Integer fiveOperators() {
		return Mono.just(1)
			.map((value) -> value + 1)
			.publishOn(Schedulers.immediate())
			.flatMap((value) -> Mono.fromCallable(() -> value + 1))
			.filter((value) -> value > 0)
			.map((value) -> value + 1)
			.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, this.observation)
				.put(RequestLogContextAccessor.KEY, this.request))
			.block();
	}

	private static ObservationRegistry observations() {
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig()
			.observationHandler(new DefaultTracingObservationHandler(PropagatedContextBenchmark.tracer()));
		ObservationThreadLocalAccessor.getInstance().setObservationRegistry(observations);
		return observations;
	}

}
