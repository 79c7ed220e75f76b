package io.github.observability.logging.otlp;

import java.util.List;

import io.github.observability.logging.masking.AttributeMasking;
import io.github.observability.logging.masking.Masking;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.KeyValue;
import io.opentelemetry.api.common.Value;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.logs.TestLogRecordData;
import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MaskingLogRecordExporter}.
 */
class MaskingLogRecordExporterTests {

	private static final AttributeKey<List<String>> NOTES = AttributeKey.stringArrayKey("notes");

	private final InMemoryLogRecordExporter sent = InMemoryLogRecordExporter.create();

	private final MaskingLogRecordExporter exporter = new MaskingLogRecordExporter(this.sent,
			AttributeMasking.ofLogRecords(Masking.create(new MockEnvironment(), 100)));

	@Test
	void masksNumberOfSecretKeyAndLeavesNoneBesideTheMask() {
		Attributes attributes = exported(
				Attributes.of(AttributeKey.longKey("password"), 4711L, AttributeKey.longKey("attempt"), 3L));
		assertThat(attributes).isEqualTo(
				Attributes.of(AttributeKey.stringKey("password"), Masking.MASK, AttributeKey.longKey("attempt"), 3L));
	}

	@Test
	void masksListOfSecretKey() {
		AttributeKey<List<String>> password = AttributeKey.stringArrayKey("password");
		assertThat(exported(Attributes.of(password, List.of("abc", "def"))).get(password)).containsExactly(Masking.MASK,
				Masking.MASK);
	}

	@Test
	void masksSecretsInListOfTexts() {
		assertThat(exported(Attributes.of(NOTES, List.of("password=abc123", "fine"))).get(NOTES))
			.containsExactly("password=" + Masking.MASK, "fine");
	}

	@Test
	void masksSecretsInStructuredBody() {
		Value<?> body = Value.of(KeyValue.of("city", Value.of("Lyon")),
				KeyValue.of("login", Value.of(KeyValue.of("password", Value.of(4711L)))),
				KeyValue.of("notes", Value.of(Value.of("token=abc123"), Value.of(7L))),
				KeyValue.of("paid_with", Value.of(4111111111111111L)),
				KeyValue.of("order_id", Value.of("4111111111111111")));
		assertThat(exported(body)).isEqualTo(Value.of(KeyValue.of("city", Value.of("Lyon")),
				KeyValue.of("login", Value.of(KeyValue.of("password", Value.of(Masking.MASK)))),
				KeyValue.of("notes", Value.of(Value.of("token=" + Masking.MASK), Value.of(7L))),
				KeyValue.of("paid_with", Value.of(Masking.MASK)),
				KeyValue.of("order_id", Value.of("4111111111111111"))));
	}

	@Test
	void masksValuesOfSecretKeysThatTextsRepeat() {
		AttributeKey<String> message = AttributeKey.stringKey("exception.message");
		LogRecordData record = TestLogRecordData.builder()
			.setBody("-".repeat(87) + " with letmein, k7x9k7x9 or 471147")
			.setAttributes(Attributes.of(AttributeKey.stringKey("password"), "letmein",
					AttributeKey.stringArrayKey("access_token"), List.of("k7x9k7x9"), AttributeKey.longKey("secret"),
					471147L, message, "letmein is wrong", NOTES, List.of("letmein", "letmeinside")))
			.build();
		this.exporter.export(List.of(record));
		LogRecordData exported = this.sent.getFinishedLogRecordItems().get(0);
		assertThat(exported.getBodyValue().asString()).startsWith("-".repeat(87) + " with ***, **")
			.doesNotContain("letm");
		assertThat(exported.getAttributes().get(message)).isEqualTo("*** is wrong");
		assertThat(exported.getAttributes().get(NOTES)).containsExactly("***", "letmeinside");
	}

	@Test
	void masksWhatIsNestedTooDeepToBeRead() {
		Value<?> body = Value.of("abc123");
		for (int i = 0; i < 100_000; i++) {
			body = Value.of(List.of(body));
		}
		Value<?> exported = exported(body);
		int depth = 0;
		while (exported.getValue() instanceof List<?> list) {
			exported = (Value<?>) list.get(0);
			depth++;
		}
		assertThat(depth).isEqualTo(32);
		assertThat(exported).isEqualTo(Value.of(Masking.MASK));
	}

	@Test
	void exportsRecordWithoutSecretAsItIs() {
		LogRecordData record = TestLogRecordData.builder()
			.setBodyValue(Value.of(KeyValue.of("text", Value.of("ride requested")),
					KeyValue.of("stops", Value.of(Value.of(1L), Value.of(2L)))))
			.setAttributes(Attributes.of(AttributeKey.stringKey("city"), "Lyon", NOTES, List.of("fine")))
			.build();
		this.exporter.export(List.of(record));
		assertThat(this.sent.getFinishedLogRecordItems()).singleElement().isSameAs(record);
	}

	private Value<?> exported(Value<?> body) {
		this.exporter.export(List.of(TestLogRecordData.builder().setBodyValue(body).build()));
		return this.sent.getFinishedLogRecordItems().get(0).getBodyValue();
	}

	private Attributes exported(Attributes attributes) {
		this.exporter.export(List.of(TestLogRecordData.builder().setBody("text").setAttributes(attributes).build()));
		return this.sent.getFinishedLogRecordItems().get(0).getAttributes();
	}

}
