package io.github.observability.context;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Set;

import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.apache.catalina.Context;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.boot.web.servlet.support.SpringBootServletInitializer;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("jdk")
class ContainerBoundaryIntegrationTests {

	@Test
	void registersNoListenerOnAnEmbeddedTomcat() {
		try (RunningApplication application = RunningApplication.start(Application.class)) {
			TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) application.context())
				.getWebServer();
			StandardContext context = (StandardContext) server.getTomcat().getHost().findChildren()[0];
			assertThat(context.getApplicationEventListeners()).extracting((listener) -> listener.getClass().getName())
				.noneMatch((name) -> name.startsWith("io.github.observability"));
			assertThat(
					Arrays.stream(server.getTomcat().getEngine().getPipeline().getValves()).findFirst().orElseThrow())
				.isInstanceOf(TomcatBoundaryValve.class);
			assertThat(application.get("/mdc", "X-Request-Id", "r-1").body()).isEqualTo("r-1");
		}
	}

	@Test
	void hasNoValveWhenDisabled() {
		try (RunningApplication application = RunningApplication.start(Application.class,
				"observability.context.enabled=false")) {
			TomcatWebServer server = (TomcatWebServer) ((ServletWebServerApplicationContext) application.context())
				.getWebServer();
			assertThat(server.getTomcat().getEngine().getPipeline().getValves())
				.noneMatch(TomcatBoundaryValve.class::isInstance);
			assertThat(application.get("/mdc", "X-Request-Id", "r-1").body()).isEqualTo("null");
		}
	}

	@Test
	void listensToRequestsOfAContainerThatIsNotOurs() throws Exception {
		Tomcat tomcat = new Tomcat();
		tomcat.setPort(0);
		tomcat.setBaseDir(System.getProperty("java.io.tmpdir"));
		Context context = tomcat.addContext("", null);
		context.addServletContainerInitializer((classes, servletContext) -> new War().onStartup(servletContext),
				Set.of());
		tomcat.start();
		try {
			assertThat(context.getApplicationEventListeners()).anyMatch(RequestLogContextListener.class::isInstance);
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + "/mdc"))
				.header("X-Request-Id", "r-1")
				.build();
			HttpResponse<String> response = HttpClient.newHttpClient()
				.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.body()).isEqualTo("r-1");
			assertThat(response.headers().firstValue("X-Request-Id")).hasValue("r-1");
		}
		finally {
			tomcat.stop();
			tomcat.destroy();
		}
	}

	static class War extends SpringBootServletInitializer {

		@Override
		protected SpringApplicationBuilder configure(SpringApplicationBuilder builder) {
			return builder.sources(Application.class)
				.properties("spring.main.banner-mode=off", "spring.jmx.enabled=false");
		}

	}

	@UnsecuredApplication
	@RestController
	static class Application {

		@GetMapping("/mdc")
		String mdc() {
			return String.valueOf(MDC.get("requestId"));
		}

	}

}
