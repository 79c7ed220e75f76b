package io.github.observability.tracing.export;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class GrpcSenderFailureAnalyzerTests {

	@Test
	void namesTheFixWhenTheStartFails(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Worker.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(
				() -> application.run("--management.opentelemetry.tracing.export.otlp.endpoint=http://localhost:4317",
						"--management.opentelemetry.tracing.export.otlp.transport=grpc"));
		assertThat(output).contains("'management.opentelemetry.tracing.export.otlp.transport' is 'grpc'")
			.contains("set it to 'http'");
	}

	@Test
	void leavesOtherFailuresAlone() {
		assertThat(new GrpcSenderFailureAnalyzer().analyze(new IllegalStateException("something else"))).isNull();
		assertThat(new GrpcSenderFailureAnalyzer().analyze(new IllegalStateException())).isNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Worker {

	}

}
