package io.github.observability.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameCategoryTests {

	@Test
	void countsHelpersForWhoCallsThem() {
		assertThat(category("java.util.HashMap", "tools.jackson.core.JsonGenerator",
				"net.logstash.logback.encoder.LogstashEncoder", "ch.qos.logback.classic.Logger"))
			.isEqualTo(FrameCategory.LOGSTASH);
		assertThat(category("tools.jackson.core.JsonGenerator",
				"org.springframework.http.converter.json.JacksonJsonHttpMessageConverter",
				"io.github.observability.golden.ServletGoldenSignalsFilter"))
			.isEqualTo(FrameCategory.SPRING);
	}

	@Test
	void prefersTheMoreSpecific() {
		assertThat(category("ch.qos.logback.classic.util.LogbackMDCAdapter")).isEqualTo(FrameCategory.MDC);
		assertThat(category("java.util.HashMap", "org.slf4j.MDC", "io.github.observability.context.RequestLogContext"))
			.isEqualTo(FrameCategory.MDC);
		assertThat(category("io.micrometer.tracing.Span")).isEqualTo(FrameCategory.MICROMETER_TRACING);
		assertThat(category("io.github.observability.benchmarks.service.GreetingController"))
			.isEqualTo(FrameCategory.SERVICE);
	}

	@Test
	void hasAPlaceForAnythingElse() {
		assertThat(category("java.lang.Thread")).isEqualTo(FrameCategory.OTHER);
		assertThat(category("org.example.Library", "org.springframework.web.Filter")).isEqualTo(FrameCategory.OTHER);
	}

	private static FrameCategory category(String... types) {
		return FrameCategory.of(types[FrameCategory.owner(List.of(types))]);
	}

}
