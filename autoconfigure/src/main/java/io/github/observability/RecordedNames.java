package io.github.observability;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

import io.micrometer.core.instrument.binder.jvm.convention.JvmClassLoadingMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.JvmCpuMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.JvmMemoryMeterConventions;
import io.micrometer.core.instrument.binder.jvm.convention.JvmThreadMeterConventions;
import io.micrometer.observation.ObservationConvention;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The names by which this application really records: those of its convention beans,
 * otherwise those of the convention that {@value SemanticConvention#PROPERTY} chooses.
 * Names are read on first use, because meters are registered before all beans exist, and
 * then cached.
 */
public final class RecordedNames {

	private static final boolean OBSERVATION_PRESENT = isPresent("io.micrometer.observation.ObservationConvention");

	private static final boolean SERVLET_PRESENT = isPresent("jakarta.servlet.http.HttpServletRequest")
			&& isPresent("org.springframework.http.server.observation.ServerRequestObservationConvention");

	private static final boolean REACTIVE_PRESENT = isPresent("reactor.core.publisher.Mono")
			&& isPresent("org.springframework.http.server.reactive.observation.ServerRequestObservationConvention");

	private static final boolean CLIENT_PRESENT = isPresent(
			"org.springframework.http.client.observation.ClientRequestObservationConvention");

	private static final boolean WEB_CLIENT_PRESENT = isPresent(
			"org.springframework.web.reactive.function.client.ClientRequestObservationConvention");

	private static final boolean JVM_PRESENT = isPresent(
			"io.micrometer.core.instrument.binder.jvm.convention.JvmMemoryMeterConventions");

	private final SingletonSupplier<HttpNames> server;

	private final SingletonSupplier<HttpNames> client;

	private final SingletonSupplier<HttpNames> webClient;

	private final SingletonSupplier<JvmNames> jvm;

	private RecordedNames(Supplier<HttpNames> server, Supplier<HttpNames> client, Supplier<HttpNames> webClient,
			Supplier<JvmNames> jvm) {
		this.server = SingletonSupplier.of(server);
		this.client = SingletonSupplier.of(client);
		this.webClient = SingletonSupplier.of(webClient);
		this.jvm = SingletonSupplier.of(jvm);
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, RecordedNames.class.getClassLoader());
	}

	/**
	 * Return the names of a convention.
	 * @param convention the convention
	 * @return its names
	 */
	public static RecordedNames of(SemanticConvention convention) {
		return new RecordedNames(() -> HttpNames.server(convention), () -> HttpNames.client(convention),
				() -> HttpNames.client(convention), () -> JvmNames.of(convention));
	}

	/**
	 * Return the names that the properties choose, where there are no beans.
	 * @param environment the environment
	 * @return the names
	 */
	public static RecordedNames of(Environment environment) {
		return new RecordedNames(() -> server(environment), () -> client(environment), () -> client(environment),
				() -> JvmNames.of(SemanticConvention.of(environment)));
	}

	/**
	 * Return the names that an application records by.
	 * @param context its context
	 * @return the names
	 */
	public static RecordedNames of(ApplicationContext context) {
		if (!OBSERVATION_PRESENT) {
			return of(context.getEnvironment());
		}
		return new RecordedNames(() -> server(context), () -> client(context), () -> webClient(context),
				() -> JVM_PRESENT ? Jvm.names(context) : JvmNames.of(SemanticConvention.of(context.getEnvironment())));
	}

	/**
	 * Return the names for requests served.
	 * @return the names
	 */
	public HttpNames server() {
		return this.server.obtain();
	}

	/**
	 * Return the names for requests sent, unless by {@code WebClient}.
	 * @return the names
	 */
	public HttpNames client() {
		return this.client.obtain();
	}

	/**
	 * Return the names for requests that {@code WebClient} sends. They differ from
	 * {@link #client()} only if the application has a convention bean for one kind of
	 * client.
	 * @return the names
	 */
	public HttpNames webClient() {
		return this.webClient.obtain();
	}

	/**
	 * Return the names for the Java virtual machine.
	 * @return the names
	 */
	public JvmNames jvm() {
		return this.jvm.obtain();
	}

	private static HttpNames server(ApplicationContext context) {
		ObservationConvention<?> convention = SERVLET_PRESENT ? Servlet.convention(context) : null;
		if (convention == null && REACTIVE_PRESENT) {
			convention = Reactive.convention(context);
		}
		return (convention != null) ? named(HttpNames.server(conventionOf(convention, HttpNames::server)), convention)
				: server(context.getEnvironment());
	}

	private static HttpNames client(ApplicationContext context) {
		return client(context, CLIENT_PRESENT ? Client.convention(context) : null);
	}

	private static HttpNames webClient(ApplicationContext context) {
		return client(context, WEB_CLIENT_PRESENT ? WebClient.convention(context) : null);
	}

	private static HttpNames client(ApplicationContext context, @Nullable ObservationConvention<?> convention) {
		return (convention != null) ? named(HttpNames.client(conventionOf(convention, HttpNames::client)), convention)
				: client(context.getEnvironment());
	}

	/**
	 * A convention of the application need not extend one of Spring's. Then its name
	 * tells.
	 */
	private static SemanticConvention conventionOf(ObservationConvention<?> convention,
			Function<SemanticConvention, HttpNames> names) {
		return names.apply(SemanticConvention.OPENTELEMETRY).requests().equals(convention.getName())
				? SemanticConvention.OPENTELEMETRY : SemanticConvention.implementedBy(convention);
	}

	private static HttpNames named(HttpNames names, ObservationConvention<?> convention) {
		return names.named(convention.getName());
	}

	private static <T> @Nullable T injected(ApplicationContext context, Class<T> type) {
		AutowireCapableBeanFactory factory = context.getAutowireCapableBeanFactory();
		boolean any = Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(context, type))
			.anyMatch((name) -> !(factory instanceof ConfigurableListableBeanFactory beans) || isInjected(beans, name));
		return any ? context.getBeanProvider(type).getIfAvailable() : null;
	}

	/**
	 * Whether Spring injects a bean by its type alone. The application uses any other
	 * itself, and the target of a scoped proxy through the proxy.
	 * @param beanFactory the factory of the bean
	 * @param name the name of the bean
	 * @return whether it is injected
	 */
	public static boolean isInjected(ConfigurableListableBeanFactory beanFactory, String name) {
		BeanDefinition definition = beanFactory.containsBeanDefinition(name) ? beanFactory.getMergedBeanDefinition(name)
				: null;
		return definition == null || (definition.isAutowireCandidate()
				&& (!(definition instanceof AbstractBeanDefinition bean) || bean.isDefaultCandidate()));
	}

	private static HttpNames server(Environment environment) {
		return named(HttpNames.server(SemanticConvention.of(environment)), environment, "server");
	}

	private static HttpNames client(Environment environment) {
		return named(HttpNames.client(SemanticConvention.of(environment)), environment, "client");
	}

	/** OpenTelemetry's names are fixed. */
	private static HttpNames named(HttpNames names, Environment environment, String side) {
		return (names.convention() == SemanticConvention.OPENTELEMETRY) ? names
				: names.named(environment.getProperty("management.observations.http." + side + ".requests.name"));
	}

	// Each in a class of its own because what it names is optional.

	private static final class Servlet {

		static @Nullable ObservationConvention<?> convention(ApplicationContext context) {
			return injected(context,
					org.springframework.http.server.observation.ServerRequestObservationConvention.class);
		}

	}

	private static final class Reactive {

		static @Nullable ObservationConvention<?> convention(ApplicationContext context) {
			return injected(context,
					org.springframework.http.server.reactive.observation.ServerRequestObservationConvention.class);
		}

	}

	private static final class Client {

		static @Nullable ObservationConvention<?> convention(ApplicationContext context) {
			return injected(context,
					org.springframework.http.client.observation.ClientRequestObservationConvention.class);
		}

	}

	private static final class WebClient {

		static @Nullable ObservationConvention<?> convention(ApplicationContext context) {
			return injected(context,
					org.springframework.web.reactive.function.client.ClientRequestObservationConvention.class);
		}

	}

	private static final class Jvm {

		static JvmNames names(ApplicationContext context) {
			return JvmNames.of(convention(context, JvmCpuMeterConventions.class),
					convention(context, JvmMemoryMeterConventions.class),
					convention(context, JvmThreadMeterConventions.class),
					convention(context, JvmClassLoadingMeterConventions.class));
		}

		private static SemanticConvention convention(ApplicationContext context, Class<?> type) {
			Object convention = injected(context, type);
			return (convention != null) ? SemanticConvention.implementedBy(convention)
					: SemanticConvention.of(context.getEnvironment());
		}

	}

}
