package io.github.observability.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameCategoryTests {

	@Test
	void countsHelpersForWhoCallsThem() {
		assertThat(FrameCategory.of(List.of("java.util.HashMap", "tools.jackson.core.JsonGenerator",
				"net.logstash.logback.encoder.LogstashEncoder", "ch.qos.logback.classic.Logger")))
			.isEqualTo(FrameCategory.LOGSTASH);
		assertThat(FrameCategory.of(List.of("tools.jackson.core.JsonGenerator",
				"org.springframework.http.converter.json.JacksonJsonHttpMessageConverter",
				"io.github.observability.golden.GoldenSignalsFilter")))
			.isEqualTo(FrameCategory.SPRING);
	}

	@Test
	void prefersTheMoreSpecific() {
		assertThat(FrameCategory.of(List.of("ch.qos.logback.classic.util.LogbackMDCAdapter")))
			.isEqualTo(FrameCategory.MDC);
		assertThat(FrameCategory.of(List.of("io.micrometer.tracing.Span"))).isEqualTo(FrameCategory.MICROMETER_TRACING);
		assertThat(FrameCategory.of(List.of("io.github.observability.benchmarks.service.GreetingController")))
			.isEqualTo(FrameCategory.SERVICE);
	}

	@Test
	void hasAPlaceForAnythingElse() {
		assertThat(FrameCategory.of(List.of("java.lang.Thread"))).isEqualTo(FrameCategory.OTHER);
		assertThat(FrameCategory.of(List.of("org.example.Library", "org.springframework.web.Filter")))
			.isEqualTo(FrameCategory.OTHER);
	}

}
