package io.github.observability.business;

import java.util.Currency;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One business event with one tag, alone and with each part that can be added.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BusinessEventBenchmark {

	private static final Currency EUR = Currency.getInstance("EUR");

	private final MeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final Tracer tracer = new OtelTracer(SdkTracerProvider.builder().build().get("benchmark"),
			new OtelCurrentTraceContext(), (event) -> {
			});

	private final BusinessCounter counter = metrics(EventSpan.NONE, false).counter("rides.requested",
			"Rides requested by riders", "city");

	private final BusinessEvents bare = metrics(EventSpan.NONE, false).events("rides.bare", "Rides", "city");

	private final BusinessEvents marked = metrics(span(), false).events("rides.marked", "Rides", "city");

	private final BusinessEvents written = metrics(EventSpan.NONE, true).events("rides.written", "Rides", "city");

	private final Counter held = Counter.builder("rides.held").tag("city", "oslo").register(this.registry);

	private final TransactionTemplate transaction = new TransactionTemplate(new Transactions());

	private final Span span = this.tracer.nextSpan().name("request").start();

	private Tracer.@Nullable SpanInScope scope;

	/**
	 * Make the span current that events are put on, and let lines end before the
	 * appender, whose cost is that of any line.
	 */
	@Setup
	public void open() {
		((Logger) LoggerFactory.getLogger("io.github.observability.business.events")).setAdditive(false);
		this.scope = this.tracer.withSpan(this.span);
	}

	/**
	 * End the span.
	 */
	@TearDown
	public void close() {
		if (this.scope != null) {
			this.scope.close();
		}
		this.span.end();
	}

	private BusinessMetrics metrics(EventSpan eventSpan, boolean lines) {
		BusinessProperties properties = new Binder(
				new MapConfigurationPropertySource(Map.of("observability.business.event-lines", lines)))
			.bindOrCreate("observability.business", BusinessProperties.class);
		RejectionLog rejections = new RejectionLog(this.registry);
		return new DefaultBusinessMetrics(this.registry, properties,
				new MeterCatalog(this.registry, properties, rejections), new EventRecorder(this.registry, properties,
						new TransactionCommitBoundary(properties.maxPending(), rejections), eventSpan, rejections));
	}

	private EventSpan span() {
		StaticListableBeanFactory beans = new StaticListableBeanFactory(Map.of("tracer", this.tracer));
		return new EventSpan.OfTracer(beans.getBeanProvider(Tracer.class));
	}

	/**
	 * Count through what the declaration returned.
	 */
	@Benchmark
	public void starter() {
		this.counter.increment("oslo");
	}

	/**
	 * Ask the registry for the counter each time, as is usual where tags vary.
	 */
	@Benchmark
	public void counterBuiltPerCall() {
		Counter.builder("rides.built").tag("city", "oslo").register(this.registry).increment();
	}

	/**
	 * Count on a counter that was kept, for one set of tags.
	 */
	@Benchmark
	public void counterHeld() {
		this.held.increment();
	}

	/**
	 * A transaction in which nothing is counted, to compare with the next one.
	 */
	@Benchmark
	public void transactionAlone() {
		this.transaction.executeWithoutResult((status) -> {
		});
	}

	/**
	 * Count after the commit of a transaction.
	 */
	@Benchmark
	public void starterAfterCommit() {
		this.transaction.executeWithoutResult((status) -> this.counter.increment("oslo"));
	}

	/**
	 * An event with its amount, and neither span nor line.
	 */
	@Benchmark
	public void eventWithAmount() {
		this.bare.occurred(1250, EUR, "oslo");
	}

	/**
	 * An event with its amount that is put on the current span.
	 */
	@Benchmark
	public void eventOnSpan() {
		this.marked.occurred(1250, EUR, "oslo");
	}

	/**
	 * An event with its amount that is given to the logging system as a line.
	 */
	@Benchmark
	public void eventWithLine() {
		this.written.occurred(1250, EUR, "oslo");
	}

	/** Transactions over nothing. */
	private static final class Transactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

}
