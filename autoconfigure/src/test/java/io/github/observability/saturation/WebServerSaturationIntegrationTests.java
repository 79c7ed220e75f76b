package io.github.observability.saturation;

import java.io.IOException;

import io.github.observability.shapes.ForkedApplication;
import io.github.observability.shapes.Jars;
import io.github.observability.shapes.Setup;
import io.github.observability.testing.FullRunOnly;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Web servers whose threads run out, each with nothing but its own libraries.
 */
@Tag("jdk")
class WebServerSaturationIntegrationTests {

	@Test
	@FullRunOnly
	void tellsOfJetty() throws IOException, InterruptedException {
		assertThat(told(Jars.JETTY, "jetty.threads", "jetty.connections", "--server.jetty.threads.max=12",
				"--server.jetty.max-connections=40"))
			.containsExactly("full jetty.threads", "full jetty.connections", "free jetty.threads");
	}

	/** Its threads are tried in each run, beside a pool of connections. */
	@Test
	@FullRunOnly
	void tellsOfTomcat() throws IOException, InterruptedException {
		assertThat(told(Jars.TOMCAT, "tomcat.threads", "tomcat.connections", "--server.tomcat.threads.max=4",
				"--server.tomcat.max-connections=40"))
			.containsExactly("full tomcat.threads", "full tomcat.connections", "free tomcat.threads");
	}

	private static String[] told(Jars container, String threads, String connections, String... limits)
			throws IOException, InterruptedException {
		Setup setup = Setup.of(ForkedSaturation.class, Jars.MVC, container, Jars.AWAITILITY)
			.arguments("--threads=" + threads, "--connections=" + connections, limits[0], limits[1],
					"--observability.saturation.interval=100ms");
		try (ForkedApplication application = ForkedApplication.start("saturation-" + container, setup, true)) {
			assertThat(application.awaitExit()).as(application.err()).isZero();
			return application.out()
				.lines()
				.filter((line) -> line.startsWith(ForkedSaturation.MARK))
				.map((line) -> line.substring(ForkedSaturation.MARK.length()))
				.toArray(String[]::new);
		}
	}

}
