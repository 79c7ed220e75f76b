package io.github.observability.logging.masking;

import java.util.List;
import java.util.Set;

import io.micrometer.tracing.exporter.FinishedSpan;
import io.micrometer.tracing.otel.bridge.OtelFinishedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SpanMasking}.
 */
class SpanMaskingTests {

	private final InMemorySpanExporter exporter = InMemorySpanExporter.create();

	private final SdkTracerProvider provider = SdkTracerProvider.builder()
		.addSpanProcessor(SimpleSpanProcessor.create(this.exporter))
		.build();

	private final Span span = this.provider.get("test").spanBuilder("get /?token=abc123").startSpan();

	@Test
	void masksWhatASpanTells() {
		this.span.setAttribute("http.url", "http://localhost/?token=abc123&page=1");
		this.span.setAttribute("http.request.header.authorization", "abc123");
		this.span.setAttribute(AttributeKey.stringArrayKey("cookie"), List.of("abc123"));
		this.span.setAttribute(AttributeKey.stringArrayKey("notes"), List.of("password=abc123", "fine"));
		this.span.recordException(
				new IllegalStateException("token=abc123", new IllegalArgumentException("Bearer abc12345")));
		this.span.setStatus(StatusCode.ERROR, "token=abc123");
		SpanData masked = masked();
		assertThat(masked.getName() + masked.getAttributes() + masked.getEvents() + masked.getStatus())
			.doesNotContain("abc123");
		assertThat(masked.getName()).isEqualTo("get /?token=***");
		assertThat(masked.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
		assertThat(masked.getStatus().getDescription()).isEqualTo("token=***");
		assertThat(masked.getAttributes().get(AttributeKey.stringKey("http.url")))
			.isEqualTo("http://localhost/?token=***&page=1");
		assertThat(masked.getAttributes().get(AttributeKey.stringArrayKey("notes"))).containsExactly("password=***",
				"fine");
		assertThat(masked.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getAttributes().get(AttributeKey.stringKey("exception.message")))
				.isEqualTo("token=***"));
	}

	@Test
	void masksValuesOfAnyTypeUnderTheKeyOfASecret() {
		this.span.setAttribute("user.password", 4711L);
		this.span.setAttribute("pin.passcode", 47.11);
		this.span.setAttribute("api.secret", true);
		this.span.setAttribute(AttributeKey.longArrayKey("passwords"), List.of(4711L, 4712L));
		this.span.setAttribute(AttributeKey.valueKey("credentials"), Value.of(Value.of("abc123"), Value.of(4711L)));
		this.span.setAttribute(AttributeKey.valueKey("login"), Value.of(KeyValue.of("password", Value.of(4711L))));
		Attributes masked = masked().getAttributes();
		assertThat(masked).isEqualTo(Attributes.builder()
			.put("user.password", Masking.MASK)
			.put("pin.passcode", Masking.MASK)
			.put("api.secret", Masking.MASK)
			.put("passwords", Masking.MASK, Masking.MASK)
			.put("credentials", Masking.MASK)
			.put(AttributeKey.valueKey("login"), Value.of(KeyValue.of("password", Value.of(Masking.MASK))))
			.build());
	}

	@ParameterizedTest
	@ValueSource(strings = { "api.key", "stripe.api.key", "private.key", "aws.access.key", "my_access.key",
			"signing.keys", "azure.accountKey", "api.key_value", "app.token.value", "user.password.value",
			"vault.secret.id", "http.request.header.x-api-key", "ApiKey", "api_key" })
	void masksAttributesThatTheSegmentBeforeMakesSecret(String key) {
		this.span.setAttribute(key, "abc123");
		assertThat(masked().getAttributes()).isEqualTo(Attributes.of(AttributeKey.stringKey(key), Masking.MASK));
	}

	@ParameterizedTest
	@ValueSource(strings = { "session.id", "session.previous_id", "spring.security.authorization.decision",
			"messaging.kafka.message.key", "aws.s3.key", "feature_flag.key", "aws.access.key.id", "user.id",
			"gen_ai.token.type", "aws.secretsmanager.secret.arn", "enduser.credential.id", "tag.value", "key", "key.",
			"." })
	void showsAttributesOfComponents(String key) {
		this.span.setAttribute(key, "abc123");
		assertThat(masked().getAttributes()).isEqualTo(Attributes.of(AttributeKey.stringKey(key), "abc123"));
	}

	@Test
	void masksCardNumbersThatAreNumbersButNotIds() {
		this.span.setAttribute("paid.with", 4111111111111111L);
		this.span.setAttribute(AttributeKey.longArrayKey("cards"), List.of(4111111111111111L, 7L));
		this.span.setAttribute("order.id", 4111111111111111L);
		this.span.setAttribute("invoice.id", "4111111111111111");
		assertThat(masked().getAttributes()).isEqualTo(Attributes.builder()
			.put("paid.with", Masking.MASK)
			.put("cards", Masking.MASK, "7")
			.put("order.id", 4111111111111111L)
			.put("invoice.id", "4111111111111111")
			.build());
	}

	@Test
	void masksNamesOfEventsAndAttributesOfLinks() {
		SpanContext linked = this.span.getSpanContext();
		this.span.addEvent("token=abc123");
		this.span.addLink(linked, Attributes.of(AttributeKey.stringKey("url"), "/?token=abc123"));
		this.span.addLink(linked, Attributes.of(AttributeKey.stringKey("url"), "/"));
		SpanData masked = masked();
		assertThat(masked.getEvents()).singleElement()
			.satisfies((event) -> assertThat(event.getName()).isEqualTo("token=***"));
		assertThat(masked.getLinks()).extracting((link) -> link.getAttributes().get(AttributeKey.stringKey("url")))
			.containsExactly("/?token=***", "/");
	}

	@Test
	void keepsTheRest() {
		this.span.setAttribute("count", 7);
		this.span.setAttribute("done", true);
		this.span.setAttribute("spring.security.authorization.decision", "true");
		this.span.addEvent("paid");
		SpanData masked = masked();
		SpanData original = this.exporter.getFinishedSpanItems().get(0);
		assertThat(masked.getAttributes().asMap()).isEqualTo(original.getAttributes().asMap());
		assertThat(masked.getEvents()).isEqualTo(original.getEvents());
		assertThat(masked.getStatus()).isEqualTo(original.getStatus());
		assertThat(masked.getSpanContext()).isEqualTo(original.getSpanContext());
	}

	@Test
	void copiesNothingWithoutSecrets() {
		this.span.updateName("get /rides");
		this.span.setAttribute("http.url", "http://localhost/");
		this.span.setAttribute(AttributeKey.stringArrayKey("notes"), List.of("fine"));
		this.span.setAttribute(AttributeKey.longArrayKey("stops"), List.of(1L, 2L));
		this.span.setAttribute(AttributeKey.valueKey("ride"), Value.of(KeyValue.of("city", Value.of("Lyon"))));
		this.span.addEvent("paid");
		this.span.addLink(this.span.getSpanContext());
		this.span.end();
		FinishedSpan finished = OtelFinishedSpan.fromOtel(this.exporter.getFinishedSpanItems().get(0));
		assertThat(masking().map(finished)).isSameAs(finished);
	}

	private SpanData masked() {
		this.span.end();
		return OtelFinishedSpan
			.toOtel(masking().map(OtelFinishedSpan.fromOtel(this.exporter.getFinishedSpanItems().get(0))));
	}

	private static SpanMasking masking() {
		return new SpanMasking(new Masking(new MaskingProperties(true, false, true, Set.of(), Set.of()), 100, List.of(),
				new RegisteredMaskers(), new MaskingCounts()));
	}

}
