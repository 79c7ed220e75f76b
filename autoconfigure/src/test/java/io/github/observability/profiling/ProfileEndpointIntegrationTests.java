package io.github.observability.profiling;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;

import javax.management.JMException;
import javax.management.ObjectName;

import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.UnsecuredApplication;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Profiles by HTTP and JMX, from servers of each kind.
 */
@Tag("jdk")
class ProfileEndpointIntegrationTests {

	private static final String[] SIGNATURE = { Integer.class.getName(), String.class.getName(),
			String.class.getName() };

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void servletManagementPortAndJmxRespondAlike() throws IOException, InterruptedException, JMException {
		try (RunningApplication application = RunningApplication.start(Application.class, "management.server.port=0",
				"management.endpoints.web.exposure.include=profile", "spring.jmx.enabled=true",
				"management.endpoints.jmx.exposure.include=profile")) {
			String port = application.context().getEnvironment().getProperty("local.management.port");
			assertResponds("http://localhost:" + port + "/actuator/profile");
			ObjectName name = ManagementFactory.getPlatformMBeanServer()
				.queryNames(ObjectName.getInstance("org.springframework.boot:type=Endpoint,name=Profile,*"), null)
				.iterator()
				.next();
			assertThat(byJmx(name, "wall", "collapsed")).containsPattern("(?m)^\\[.+\\];.+ \\d+$");
			assertThat(Base64.getDecoder().decode(byJmx(name, "cpu", "jfr"))).startsWith('F', 'L', 'R', 0);
			assertThatThrownBy(() -> byJmx(name, "heat", "collapsed")).isInstanceOf(JMException.class)
				.rootCause()
				.hasMessage("'event' must be one of cpu, wall, alloc, lock");
		}
	}

	private static String byJmx(ObjectName name, String event, String format) throws JMException {
		return (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(name, "take", new Object[] { 1, event, format }, SIGNATURE);
	}

	@Test
	void reactiveServerRespondsAlike() throws IOException, InterruptedException {
		try (RunningApplication application = RunningApplication.start(Application.class,
				"spring.main.web-application-type=reactive", "management.endpoints.web.exposure.include=profile")) {
			assertResponds(application.url("/actuator/profile"));
		}
	}

	private void assertResponds(String url) throws IOException, InterruptedException {
		HttpResponse<byte[]> page = get(url + "?seconds=1&event=wall");
		assertThat(page.statusCode()).isEqualTo(200);
		assertThat(page.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).isEqualToIgnoringCase("text/html;charset=UTF-8"));
		assertThat(new String(page.body())).startsWith("<!DOCTYPE html>").contains("wall profile of 1 s");
		HttpResponse<byte[]> second = get(url + "?seconds=61");
		assertThat(second.statusCode()).isEqualTo(400);
		assertThat(new String(second.body())).isEqualTo("'seconds' must be from 1 to 60, but was 61\n");
		HttpResponse<byte[]> method = get(url + "/method?filter=com.example.Missing::call");
		assertThat(method.statusCode()).isEqualTo((Runtime.version().feature() >= 25) ? 400 : 503);
		assertThat(new String(method.body())).containsPattern("does not exist|JDK 25");
		assertThat(get(url + "/other").statusCode()).isEqualTo(404);
	}

	private HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
		return this.client.send(HttpRequest.newBuilder(URI.create(url)).build(),
				HttpResponse.BodyHandlers.ofByteArray());
	}

	@UnsecuredApplication
	static class Application {

	}

}
