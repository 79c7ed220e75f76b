package io.github.observability.profiling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Until somebody asks for a profile, nothing of JDK Flight Recorder is loaded, nor of
 * async-profiler.
 */
@Tag("jdk")
class NothingLoadedIntegrationTests {

	@Test
	void loadsNothingBeforeAProfileIsAskedFor() throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-verbose:class", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				Program.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(output).contains(Program.SERVED).contains(ProfileEndpoint.class.getName());
		assertThat(output.lines()).noneMatch((line) -> line.contains(" jdk.jfr.FlightRecorder")
				|| line.contains(" jdk.jfr.Recording") || line.contains(" jdk.jfr.consumer.")
				|| line.contains(" one.profiler.") || line.contains(" io.pyroscope."));
	}

	/**
	 * Serves the endpoint, which nobody calls.
	 */
	public static final class Program {

		static final String SERVED = "The endpoint is served: 1";

		private Program() {
		}

		public static void main(String[] arguments) {
			try (ConfigurableApplicationContext context = context()) {
				System.out.println("The endpoint is served: " + context.getBeansOfType(ProfileEndpoint.class).size());
			}
		}

		private static ConfigurableApplicationContext context() {
			AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
			context.setEnvironment(new MockEnvironment().withProperty("spring.jmx.enabled", "true")
				.withProperty("management.endpoints.jmx.exposure.include", "profile"));
			context.register(Application.class);
			context.refresh();
			return context;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ProfilingAutoConfiguration.class)
	static class Application {

	}

}
