package io.github.observability.sample.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

import com.google.protobuf.ByteString;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class OtlpSinkTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private static final String PROTOBUF = "application/x-protobuf";

	private final OtlpSink sink = new OtlpSink();

	private final HttpClient client = HttpClient.newHttpClient();

	@AfterEach
	void close() {
		this.sink.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "none" })
	void receivesFromTheOpenTelemetrySdk(String compression) {
		String traceId = export(compression);
		List<ReceivedSpan> trace = this.sink.awaitTrace(traceId, (spans) -> spans.size() == 2, LONG);
		assertThat(SpanTree.of(trace).assertConnected().containsPath("book", "pay")).isTrue();
		ReceivedSpan parent = trace.stream().filter(ReceivedSpan::isRoot).findFirst().orElseThrow();
		assertThat(parent.kind()).isEqualTo(ReceivedSpan.Kind.SERVER);
		assertThat(parent.status()).isEqualTo(ReceivedSpan.Status.ERROR);
		assertThat(parent.attributes()).containsEntry("city", "Bern")
			.containsEntry("seats", "4")
			.containsEntry("price", "2.5")
			.containsEntry("paid", "true")
			.containsEntry("stops", "[a, b]");
		assertThat(parent.resourceAttributes()).containsEntry("service.name", "rides");
		assertThat(parent.duration()).isPositive();
		ReceivedSpan child = trace.stream().filter((span) -> !span.isRoot()).findFirst().orElseThrow();
		assertThat(child.parentSpanId()).isEqualTo(parent.spanId());
		assertThat(child.linkedTraceIds()).containsExactly(traceId);
		assertThat(parent.linkedTraceIds()).isEmpty();
		assertThat(child.status()).isEqualTo(ReceivedSpan.Status.UNSET);
		assertThat(child.mayHaveRemoteParent()).isFalse();
		assertThat(child.flags() & 1).isEqualTo(1);
	}

	@Test
	void answersWithAnEmptyResponse() throws Exception {
		HttpResponse<byte[]> response = post(request("a", 1).toByteArray(), PROTOBUF);
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue(PROTOBUF);
		assertThat(ExportTraceServiceResponse.parseFrom(response.body()))
			.isEqualTo(ExportTraceServiceResponse.getDefaultInstance());
	}

	@Test
	void receivesInParallel() {
		CompletableFuture<?>[] calls = IntStream.range(0, 200)
			.mapToObj((i) -> this.client.sendAsync(
					post().POST(HttpRequest.BodyPublishers.ofByteArray(request("b", 5).toByteArray())).build(),
					HttpResponse.BodyHandlers.discarding()))
			.toArray(CompletableFuture[]::new);
		CompletableFuture.allOf(calls).join();
		assertThat(this.sink.spans()).hasSize(1000);
		assertThat(this.sink.trace("b".repeat(32))).hasSize(1000);
		assertThat(this.sink.trace("a".repeat(32))).isEmpty();
		assertThat(this.sink.dropped()).isZero();
	}

	@Test
	void findsTraceIdsInUpperCase() throws Exception {
		post(request("a", 1).toByteArray(), PROTOBUF);
		assertThat(this.sink.trace("A".repeat(32))).hasSize(1);
	}

	@Test
	void keepsNoMoreThanItsCapacity() throws Exception {
		try (OtlpSink small = new OtlpSink(3)) {
			for (int i = 0; i < 2; i++) {
				HttpRequest request = HttpRequest.newBuilder(URI.create(small.endpoint()))
					.header("Content-Type", PROTOBUF)
					.POST(HttpRequest.BodyPublishers.ofByteArray(request("a", 2).toByteArray()))
					.build();
				this.client.send(request, HttpResponse.BodyHandlers.discarding());
			}
			assertThat(small.spans()).hasSize(3);
			assertThat(small.dropped()).isEqualTo(1);
		}
	}

	@Test
	void refusesWhatIsNotAnExport() throws Exception {
		byte[] good = request("a", 1).toByteArray();
		assertThat(post("text".getBytes(), PROTOBUF).statusCode()).isEqualTo(400);
		assertThat(post(good, PROTOBUF, "Content-Encoding", "gzip").statusCode()).isEqualTo(400);
		assertThat(post(good, "application/json").statusCode()).isEqualTo(415);
		assertThat(this.client.send(post().GET().build(), HttpResponse.BodyHandlers.discarding()).statusCode())
			.isEqualTo(405);
		assertThat(this.sink.spans()).isEmpty();
	}

	@Test
	void refusesMalformedIds() throws Exception {
		assertThat(post(request("", 1).toByteArray(), PROTOBUF).statusCode()).isEqualTo(400);
	}

	@Test
	void unzips() throws Exception {
		assertThat(post(zip(request("a", 1).toByteArray()), PROTOBUF, "Content-Encoding", "gzip").statusCode())
			.isEqualTo(200);
		assertThat(this.sink.spans()).hasSize(1);
	}

	@Test
	void wakesUpWhenTheSpansArrive() throws Exception {
		CountDownLatch waits = new CountDownLatch(1);
		CompletableFuture<List<ReceivedSpan>> waiting = CompletableFuture
			.supplyAsync(() -> this.sink.awaitTrace("a".repeat(32), (spans) -> {
				waits.countDown();
				return spans.size() == 3;
			}, LONG));
		waits.await();
		for (int i = 0; i < 3; i++) {
			assertThat(waiting).isNotDone();
			post(request("a", 1).toByteArray(), PROTOBUF);
		}
		// Well before the deadline, at which it would look once more without being woken.
		assertThat(waiting).succeedsWithin(LONG.dividedBy(3)).asInstanceOf(InstanceOfAssertFactories.LIST).hasSize(3);
	}

	@Test
	void failsAtTheDeadlineWithWhatArrived() throws Exception {
		post(request("a", 2).toByteArray(), PROTOBUF);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.sink.awaitTrace("a".repeat(32), (spans) -> false, Duration.ofMillis(20)))
			.withMessageContaining("of 2 spans (0 dropped)")
			.withMessageContaining(SpanTree.of(this.sink.spans()).toString());
	}

	@Test
	void failsAtTheDeadlineIfNothingArrived() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.sink.awaitTrace("a".repeat(32), (spans) -> !spans.isEmpty(), Duration.ZERO))
			.withMessageContaining("(no spans)");
	}

	@Test
	void stopsWaitingWhenInterrupted() {
		Thread.currentThread().interrupt();
		assertThatIllegalStateException()
			.isThrownBy(() -> this.sink.awaitTrace("a".repeat(32), (spans) -> false, LONG));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void stopsListeningWhenClosed() {
		this.sink.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> post(new byte[0], PROTOBUF));
	}

	private String export(String compression) {
		OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
			.setEndpoint(this.sink.endpoint())
			.setCompression(compression)
			.build();
		try (SdkTracerProvider provider = SdkTracerProvider.builder()
			.setResource(Resource.builder().put("service.name", "rides").build())
			.addSpanProcessor(SimpleSpanProcessor.create(exporter))
			.build()) {
			Tracer tracer = provider.get("test");
			Span parent = tracer.spanBuilder("book")
				.setSpanKind(SpanKind.SERVER)
				.setAttribute("city", "Bern")
				.setAttribute("seats", 4)
				.setAttribute("price", 2.5)
				.setAttribute("paid", true)
				.setAttribute(AttributeKey.stringArrayKey("stops"), List.of("a", "b"))
				.startSpan();
			try (Scope scope = parent.makeCurrent()) {
				assertThat(scope).isNotNull();
				tracer.spanBuilder("pay").addLink(parent.getSpanContext()).startSpan().end();
			}
			parent.setStatus(StatusCode.ERROR).end();
			return parent.getSpanContext().getTraceId();
		}
	}

	private HttpRequest.Builder post() {
		return HttpRequest.newBuilder(URI.create(this.sink.endpoint())).header("Content-Type", PROTOBUF);
	}

	private HttpResponse<byte[]> post(byte[] body, String contentType, String... headers) throws Exception {
		HttpRequest.Builder request = post().setHeader("Content-Type", contentType)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
		return this.client.send(((headers.length != 0) ? request.headers(headers) : request).build(),
				HttpResponse.BodyHandlers.ofByteArray());
	}

	private static ExportTraceServiceRequest request(String digit, int count) {
		ScopeSpans.Builder spans = ScopeSpans.newBuilder();
		for (int i = 1; i <= count; i++) {
			spans.addSpansBuilder()
				.setTraceId(ByteString.fromHex(digit.repeat(32)))
				.setSpanId(ByteString.fromHex("%016x".formatted(i)))
				.setName("span " + i);
		}
		return ExportTraceServiceRequest.newBuilder()
			.addResourceSpans(ResourceSpans.newBuilder().addScopeSpans(spans))
			.build();
	}

	private static byte[] zip(byte[] bytes) throws IOException {
		ByteArrayOutputStream zipped = new ByteArrayOutputStream();
		try (GZIPOutputStream stream = new GZIPOutputStream(zipped)) {
			stream.write(bytes);
		}
		return zipped.toByteArray();
	}

}
