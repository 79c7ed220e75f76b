package io.github.observability.context.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import feign.Feign;
import feign.micrometer.MicrometerObservationCapability;
import io.github.observability.FrameworkField;
import io.github.observability.testing.OutputLines;
import io.micrometer.core.instrument.binder.okhttp3.OkHttpObservationInterceptor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import okhttp3.OkHttpClient;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

@ExtendWith(OutputCaptureExtension.class)
class ClientContextAutoConfigurationTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClientContextAutoConfiguration.class))
		.withBean(ObservationRegistry.class, () -> this.registry);

	@Test
	void observesClientsAndBuilders() {
		this.runner.withBean(RestTemplate.class, () -> new RestTemplate())
			.withBean(RestClient.class, () -> RestClient.create())
			.withBean(RestClient.Builder.class, RestClient::builder)
			.withBean(WebClient.class, () -> WebClient.create())
			.withBean(WebClient.Builder.class, WebClient::builder)
			.withBean(HttpClient.class, HttpClient::newHttpClient)
			.run((context) -> {
				assertThat(context.getBean(RestTemplate.class).getObservationRegistry()).isSameAs(this.registry);
				assertThat(ClientFields.isUnobserved(context.getBean(RestClient.class))).isFalse();
				assertThat(ClientFields.isUnobserved(context.getBean(RestClient.Builder.class))).isFalse();
				assertThat(ClientFields.isUnobserved(context.getBean(WebClient.class))).isFalse();
				assertThat(ClientFields.isUnobserved(context.getBean(WebClient.Builder.class))).isFalse();
				assertThat(context.getBean(HttpClient.class)).isInstanceOf(ObservedHttpClient.class);
			});
	}

	@Test
	void observesWhatABuilderOfTheUsersMakes() {
		this.runner.withBean(RestTemplateBuilder.class, RestTemplateBuilder::new)
			.run((context) -> assertThat(context.getBean(RestTemplateBuilder.class).build().getObservationRegistry())
				.isSameAs(this.registry));
	}

	@Test
	void leavesTheRegistryThatABuilderSets() {
		ObservationRegistry own = ObservationRegistry.create();
		this.runner
			.withBean(RestTemplateBuilder.class,
					() -> new RestTemplateBuilder((template) -> template.setObservationRegistry(own)))
			.run((context) -> assertThat(context.getBean(RestTemplateBuilder.class).build().getObservationRegistry())
				.isSameAs(own));
	}

	@Test
	void givesFeignItsCapabilityOnce() {
		this.runner.withBean("bare", Feign.Builder.class, Feign::builder)
			.withBean("own", Feign.Builder.class,
					() -> Feign.builder().addCapability(new MicrometerObservationCapability(this.registry)))
			.run((context) -> {
				for (String name : new String[] { "bare", "own" }) {
					assertThat(FrameworkField.FEIGN_CAPABILITIES.read(context.getBean(name))).as(name)
						.asInstanceOf(InstanceOfAssertFactories.LIST)
						.hasOnlyElementsOfType(MicrometerObservationCapability.class)
						.hasSize(1);
				}
			});
	}

	@Test
	void givesOkHttpTheInterceptorOfMicrometerOnce() {
		OkHttpClient observed = new OkHttpClient.Builder()
			.addInterceptor(OkHttpObservationInterceptor.builder(this.registry, "own").build())
			.build();
		OkHttpClient own = new OwnOkHttpClient();
		this.runner.withBean("bare", OkHttpClient.class, () -> new OkHttpClient())
			.withBean("observed", OkHttpClient.class, () -> observed)
			.withBean("own", OkHttpClient.class, () -> own)
			.withBean(OkHttpClient.Builder.class, () -> new OkHttpClient.Builder())
			.run((context) -> {
				assertThat(context.getBean("bare", OkHttpClient.class).interceptors())
					.hasOnlyElementsOfType(OkHttpObservationInterceptor.class)
					.hasSize(1);
				assertThat(context.getBean("observed")).isSameAs(observed);
				assertThat(context.getBean("own")).isSameAs(own);
				assertThat(context.getBean(OkHttpClient.Builder.class).build().interceptors()).hasSize(1);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "feign", "okhttp3", "org.springframework.boot.restclient" })
	void worksWithout(String library) {
		this.runner.withClassLoader(new FilteredClassLoader(library))
			.withBean(RestClient.class, () -> RestClient.create())
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(ClientFields.isUnobserved(context.getBean(RestClient.class))).isFalse();
			});
	}

	@Test
	void aRequestIsSentThatCannotBeObserved(CapturedOutput output) throws Exception {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				throw new IllegalStateException("a handler that fails");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		try {
			HttpRequest request = HttpRequest
				.newBuilder(URI.create("http://localhost:" + server.getAddress().getPort() + "/"))
				.build();
			this.runner.withBean(HttpClient.class, HttpClient::newHttpClient).run((context) -> {
				HttpClient client = context.getBean(HttpClient.class);
				assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(204);
				assertThat(client.sendAsync(request, HttpResponse.BodyHandlers.discarding())
					.get(10, TimeUnit.SECONDS)
					.statusCode()).isEqualTo(204);
			});
		}
		finally {
			server.stop(0);
		}
		assertThat(OutputLines.with(output, "could not be observed")).hasSize(1);
	}

	@Test
	void handlersSeeAndChangeTheHeadersOfARequestOfTheJdksClient() throws Exception {
		Map<String, List<String>> seen = new TreeMap<>();
		Map<String, List<String>> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.registry.observationConfig().observationHandler(new ObservationHandler<ClientRequestObservationContext>() {

			@Override
			public void onStart(ClientRequestObservationContext context) {
				HttpHeaders headers = Objects.requireNonNull(context.getCarrier()).getHeaders();
				headers.forEach(seen::put);
				headers.set("X-Trace", "new");
				headers.put("X-Parts", List.of("a", "b"));
				headers.remove("X-Internal");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context instanceof ClientRequestObservationContext;
			}

		});
		HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		server.createContext("/", (exchange) -> {
			received.putAll(exchange.getRequestHeaders());
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + server.getAddress().getPort() + "/"))
			.header("X-Tenant", "acme")
			.header("X-Tag", "one")
			.header("X-Tag", "two")
			.header("X-Trace", "old")
			.header("X-Internal", "1")
			.build();
		try {
			this.runner.withBean(HttpClient.class, HttpClient::newHttpClient)
				.run((context) -> context.getBean(HttpClient.class)
					.send(request, HttpResponse.BodyHandlers.discarding()));
		}
		finally {
			server.stop(0);
		}
		assertThat(seen).containsEntry("X-Tenant", List.of("acme")).containsEntry("X-Tag", List.of("one", "two"));
		assertThat(received).containsEntry("X-Tenant", List.of("acme"))
			.containsEntry("X-Tag", List.of("one", "two"))
			.containsEntry("X-Trace", List.of("new"))
			.containsEntry("X-Parts", List.of("a", "b"))
			.doesNotContainKey("X-Internal");
	}

	@Test
	void knowsABareClient() {
		assertThat(ClientFields.isUnobserved(RestClient.create())).isTrue();
		assertThat(ClientFields.isUnobserved(WebClient.create())).isTrue();
		assertThat(ClientFields.isUnobserved(new RestTemplate())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "start", "open", "close", "stop" })
	void aResponseIsReturnedWhateverAHandlerThrows(String event) throws Exception {
		this.registry.observationConfig().observationHandler(new FailingHandler(event));
		HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
		server.createContext("/", (exchange) -> {
			exchange.sendResponseHeaders(204, -1);
			exchange.close();
		});
		server.start();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + server.getAddress().getPort() + "/"))
			.build();
		try {
			this.runner.withBean(HttpClient.class, HttpClient::newHttpClient).run((context) -> {
				HttpClient client = context.getBean(HttpClient.class);
				assertThat(client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(204);
				assertThat(this.registry.getCurrentObservation()).isNull();
				assertThat(client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).get().statusCode())
					.isEqualTo(204);
				assertThat(this.registry.getCurrentObservation()).isNull();
			});
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void leavesTheUsersRegistryAndConvention() {
		ObservationRegistry own = ObservationRegistry.create();
		ClientRequestObservationConvention convention = new DefaultClientRequestObservationConvention("own");
		this.runner.withBean("observed", RestTemplate.class, () -> {
			RestTemplate template = new RestTemplate();
			template.setObservationRegistry(own);
			return template;
		}).withBean("named", RestTemplate.class, () -> {
			RestTemplate template = new RestTemplate();
			template.setObservationConvention(convention);
			return template;
		}).run((context) -> {
			assertThat(context.getBean("observed", RestTemplate.class).getObservationRegistry()).isSameAs(own);
			assertThat(context.getBean("named", RestTemplate.class).getObservationConvention()).isSameAs(convention);
		});
	}

	@Test
	void usesTheUsersConvention() {
		ClientRequestObservationConvention convention = new DefaultClientRequestObservationConvention("own");
		this.runner.withBean(ClientRequestObservationConvention.class, () -> convention)
			.withBean(RestTemplate.class, () -> new RestTemplate())
			.run((context) -> assertThat(context.getBean(RestTemplate.class).getObservationConvention())
				.isSameAs(convention));
	}

	@Test
	void leavesOtherImplementationsAlone() {
		RestClient rest = mock(RestClient.class);
		WebClient web = mock(WebClient.class);
		HttpClient http = mock(HttpClient.class);
		this.runner.withBean(RestClient.class, () -> rest)
			.withBean(WebClient.class, () -> web)
			.withBean(HttpClient.class, () -> http)
			.run((context) -> {
				assertThat(context.getBean(RestClient.class)).isSameAs(rest);
				assertThat(context.getBean(WebClient.class)).isSameAs(web);
				assertThat(context.getBean(HttpClient.class)).isSameAs(http);
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "observability.context.enabled=false", "observability.context.clients.enabled=false" })
	void backsOffWhenDisabled(String property) {
		this.runner.withPropertyValues(property)
			.withBean(RestTemplate.class, () -> new RestTemplate())
			.run((context) -> {
				assertThat(context).doesNotHaveBean(ClientContextAutoConfiguration.class);
				assertThat(ClientFields.isUnobserved(context.getBean(RestTemplate.class))).isTrue();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "io.micrometer.observation", "org.springframework.http.client" })
	void backsOffWithout(String library) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ClientContextAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(library))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ClientContextAutoConfiguration.class));
	}

	@Test
	void worksWithoutWebFlux() {
		this.runner.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
			.withBean(RestClient.class, () -> RestClient.create())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(WebClientPostProcessor.class));
	}

	@Test
	void worksWithoutARegistry() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ClientContextAutoConfiguration.class))
			.withBean(RestTemplate.class, () -> new RestTemplate())
			.withBean(HttpClient.class, HttpClient::newHttpClient)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	static class OwnOkHttpClient extends OkHttpClient {

	}

	private record FailingHandler(String event) implements ObservationHandler<Observation.Context> {

		@Override
		public void onStart(Observation.Context context) {
			fail("start");
		}

		@Override
		public void onScopeOpened(Observation.Context context) {
			fail("open");
		}

		@Override
		public void onScopeClosed(Observation.Context context) {
			fail("close");
		}

		@Override
		public void onStop(Observation.Context context) {
			fail("stop");
		}

		private void fail(String current) {
			if (current.equals(this.event)) {
				throw new IllegalStateException(current);
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
