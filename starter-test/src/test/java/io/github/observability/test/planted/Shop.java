package io.github.observability.test.planted;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import org.springframework.stereotype.Service;
import org.springframework.web.client.RestClient;

/**
 * Does one thing of each kind that can be instrumented wrongly.
 */
@Service
class Shop implements DisposableBean {

	/** Names that only this run has: a series keeps its exemplar for a while. */
	private static final AtomicInteger runs = new AtomicInteger();

	private final ObservationRegistry observations;

	private final Tracer tracer;

	private final MeterRegistry meters;

	/** No bean, which the starter would decorate. */
	private final ExecutorService auditor = Executors.newSingleThreadExecutor();

	private final OrderRepository orders;

	private final RestClient.Builder clients;

	private final ApplicationContext context;

	private volatile @Nullable PlantedBug planted;

	private String sold = "";

	Shop(ObservationRegistry observations, Tracer tracer, MeterRegistry meters, OrderRepository orders,
			RestClient.Builder clients, ApplicationContext context) {
		this.observations = observations;
		this.tracer = tracer;
		this.meters = meters;
		this.orders = orders;
		this.clients = clients;
		this.context = context;
	}

	void plant(@Nullable PlantedBug bug) {
		this.planted = bug;
	}

	private boolean is(PlantedBug bug) {
		return this.planted == bug;
	}

	void audit() {
		Runnable audit = () -> observation("orders.audit").observe(() -> {
		});
		Runnable task = is(PlantedBug.LOST_PARENT) ? audit
				: ContextSnapshotFactory.builder().build().captureAll().wrap(audit);
		this.auditor.execute(task);
	}

	void load() {
		if (is(PlantedBug.DOUBLE_SPAN)) {
			observation("orders.load").observe(() -> observation("orders.load").observe(this.orders::items));
			return;
		}
		observation("orders.load").observe(this.orders::items);
	}

	void reject() {
		Observation observation = observation("orders.reject").start();
		try {
			this.orders.itemsOf(Integer.parseInt("out of stock"));
		}
		catch (NumberFormatException ex) {
			if (!is(PlantedBug.MISSING_ERROR)) {
				observation.error(ex);
			}
		}
		finally {
			observation.stop();
		}
	}

	void find() {
		Observation observation = observation("orders.find");
		if (is(PlantedBug.HIGH_CARDINALITY_NAME)) {
			observation.contextualName("find order 4711");
		}
		observation.observe(() -> {
		});
	}

	void login() {
		observation("orders.login").highCardinalityKeyValue("customer", is(PlantedBug.SECRET) ? "ada lovelace" : "c-7")
			.observe(() -> {
			});
	}

	void list() {
		if (!is(PlantedBug.REPEATED_QUERY)) {
			this.orders.items();
			return;
		}
		for (int order = 1; order <= 3; order++) {
			this.orders.itemsOf(order);
		}
	}

	void reserve() {
		SpanKind kind = is(PlantedBug.WRONG_KIND) ? SpanKind.INTERNAL : SpanKind.CLIENT;
		this.tracer.spanBuilder("stock.reserve").setSpanKind(kind).startSpan().end();
	}

	void callStock() {
		WebServerApplicationContext server = (WebServerApplicationContext) this.context;
		String url = "http://localhost:" + server.getWebServer().getPort() + "/stock/{item}";
		RestClient client = is(PlantedBug.BROKEN_HTTP) ? RestClient.create() : this.clients.build();
		client.get().uri(url, 7).retrieve().toBodilessEntity();
	}

	void sendOverKafka() {
		send("kafka", is(PlantedBug.BROKEN_KAFKA));
	}

	void sendOverJms() {
		send("jms", is(PlantedBug.BROKEN_JMS));
	}

	/**
	 * The headers of a message, on both sides.
	 */
	private void send(String system, boolean lost) {
		Map<String, String> headers = new HashMap<>();
		SenderContext<Map<String, String>> sender = new SenderContext<>(
				(carrier, key, value) -> carrier.put(key, value), Kind.PRODUCER);
		sender.setCarrier(headers);
		message("orders.publish", sender, system).observe(() -> {
		});
		Map<String, String> received = lost ? Map.of() : headers;
		this.auditor.execute(() -> {
			ReceiverContext<Map<String, String>> receiver = new ReceiverContext<>(Map::get, Kind.CONSUMER);
			receiver.setCarrier(received);
			message("orders.receive", receiver, system).observe(() -> {
			});
		});
	}

	private Observation message(String name, Observation.Context context, String system) {
		return Observation.createNotStarted(name, () -> context, this.observations)
			.lowCardinalityKeyValue("messaging.system", system);
	}

	void pack() {
		Observation observation = observation("orders.pack").start();
		if (!is(PlantedBug.UNCLOSED_SPAN)) {
			observation.stop();
		}
	}

	void ship() {
		SpanContext current = Span.current().getSpanContext();
		Context parent = Context.current();
		if (is(PlantedBug.ORPHAN)) {
			parent = parent.with(Span.wrap(SpanContext.create(current.getTraceId(), "00000000000000aa",
					TraceFlags.getSampled(), TraceState.getDefault())));
		}
		this.tracer.spanBuilder("orders.ship").setParent(parent).startSpan().end();
	}

	void answer() {
		Span span = this.tracer.spanBuilder("orders.answer")
			.setSpanKind(SpanKind.CLIENT)
			.setAttribute("http.request.method", "GET")
			.setAttribute("http.response.status_code", 503)
			.startSpan();
		if (!is(PlantedBug.WRONG_STATUS)) {
			span.setStatus(StatusCode.ERROR);
		}
		span.end();
	}

	void sell() {
		this.sold = "orders.sold." + runs.incrementAndGet();
		Counter counter = this.meters.counter(this.sold);
		if (is(PlantedBug.MISSING_EXEMPLAR)) {
			try {
				this.auditor.submit(() -> counter.increment()).get();
			}
			catch (InterruptedException | ExecutionException ex) {
				throw new IllegalStateException(ex);
			}
		}
		else {
			counter.increment();
		}
	}

	String sold() {
		return this.sold;
	}

	void count() {
		String name = is(PlantedBug.UNREGISTERED_METER) ? "orders.surprise" : "orders.counted";
		String tag = is(PlantedBug.CHANGED_TAG) ? "town" : "city";
		this.meters.counter(name, tag, "berlin").increment();
	}

	/**
	 * Meters outlive a test.
	 */
	void clear() {
		this.meters.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("orders."))
			.forEach(this.meters::remove);
	}

	@Override
	public void destroy() {
		this.auditor.shutdown();
	}

	private Observation observation(String name) {
		return Observation.createNotStarted(name, this.observations);
	}

}
