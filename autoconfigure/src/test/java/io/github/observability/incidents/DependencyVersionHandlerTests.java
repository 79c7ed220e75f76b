package io.github.observability.incidents;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class DependencyVersionHandlerTests {

	private final Changes changes = new Changes(() -> 0);

	private final DependencyVersionHandler handler = new DependencyVersionHandler("X-Version", this.changes);

	private void call(String host, @Nullable String version) {
		ClientRequestObservationContext context = new ClientRequestObservationContext(
				new MockClientHttpRequest(HttpMethod.GET, URI.create("http://" + host + "/x")));
		MockClientHttpResponse response = new MockClientHttpResponse(new byte[0], HttpStatus.OK);
		if (version != null) {
			response.getHeaders().set("X-Version", version);
		}
		context.setResponse(response);
		assertThat(this.handler.supportsContext(context)).isTrue();
		this.handler.onStop(context);
	}

	@Test
	void reportsAVersionThatIsNew() {
		call("payments", "1.0");
		call("pricing", "7");
		call("payments", "1.0");
		call("payments", null);
		call("payments", "1.1");
		assertThat(this.changes.takeOver()).extracting(ChangeEvent::describe)
			.containsExactly("version of a dependency payments (1.0 to 1.1)");
	}

	@Test
	void reportsEachVersionOnceWhileInstancesDiffer() {
		for (int i = 0; i < 10; i++) {
			call("payments", "1.0");
			call("payments", "1.1");
		}
		assertThat(this.changes.takeOver()).hasSize(1);
	}

	@Test
	void isBounded() {
		for (int i = 0; i < 2_000; i++) {
			call("payments", "v" + i);
			this.changes.takeOver();
		}
		call("payments", "x".repeat(1_000));
		assertThat(this.changes.events()).hasSizeLessThanOrEqualTo(500);
	}

}
