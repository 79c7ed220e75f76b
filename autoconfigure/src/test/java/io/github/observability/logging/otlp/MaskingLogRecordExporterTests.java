package io.github.observability.logging.otlp;

import java.util.List;

import io.github.observability.logging.masking.Masking;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
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
			Masking.create(new MockEnvironment(), 100));

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
	void exportsRecordWithoutSecretAsItIs() {
		LogRecordData record = TestLogRecordData.builder()
			.setBody("ride requested")
			.setAttributes(Attributes.of(AttributeKey.stringKey("city"), "Lyon", NOTES, List.of("fine")))
			.build();
		this.exporter.export(List.of(record));
		assertThat(this.sent.getFinishedLogRecordItems()).singleElement().isSameAs(record);
	}

	private Attributes exported(Attributes attributes) {
		this.exporter.export(List.of(TestLogRecordData.builder().setBody("text").setAttributes(attributes).build()));
		return this.sent.getFinishedLogRecordItems().get(0).getAttributes();
	}

}
