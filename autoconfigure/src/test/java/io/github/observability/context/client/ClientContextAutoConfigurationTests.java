package io.github.observability.context.client;

import java.net.http.HttpClient;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.client.observation.ClientRequestObservationConvention;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

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
				assertThat(ClientFields.isBare(context.getBean(RestClient.class))).isFalse();
				assertThat(ClientFields.isBare(context.getBean(RestClient.Builder.class))).isFalse();
				assertThat(ClientFields.isBare(context.getBean(WebClient.class))).isFalse();
				assertThat(ClientFields.isBare(context.getBean(WebClient.Builder.class))).isFalse();
				assertThat(context.getBean(HttpClient.class)).isInstanceOf(ObservedHttpClient.class);
			});
	}

	@Test
	void knowsABareClient() {
		assertThat(ClientFields.isBare(RestClient.create())).isTrue();
		assertThat(ClientFields.isBare(WebClient.create())).isTrue();
		assertThat(ClientFields.isBare(new RestTemplate())).isTrue();
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
				assertThat(ClientFields.isBare(context.getBean(RestTemplate.class))).isTrue();
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

}
