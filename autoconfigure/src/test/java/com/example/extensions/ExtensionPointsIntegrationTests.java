package com.example.extensions;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.observability.business.BusinessCounter;
import io.github.observability.business.BusinessEvent;
import io.github.observability.business.BusinessEvents;
import io.github.observability.business.BusinessMetrics;
import io.github.observability.business.BusinessMetricsAutoConfiguration;
import io.github.observability.business.CommitBoundary;
import io.github.observability.context.ReactiveUserIdResolver;
import io.github.observability.context.RequestIdGenerator;
import io.github.observability.context.UserIdResolver;
import io.github.observability.dashboards.DashboardSource;
import io.github.observability.incidents.ChangeEvent;
import io.github.observability.incidents.ChangeReporter;
import io.github.observability.incidents.Incident;
import io.github.observability.incidents.IncidentListener;
import io.github.observability.incidents.IncidentsAutoConfiguration;
import io.github.observability.logging.masking.LogMasker;
import io.github.observability.saturation.ResourceMonitor;
import io.github.observability.saturation.ResourceUse;
import io.github.observability.saturation.SaturationAutoConfiguration;
import io.github.observability.saturation.SaturationSource;
import io.github.observability.testing.FullRunOnly;
import io.github.observability.testing.JsonLines;
import io.github.observability.testing.RunningApplication;
import io.github.observability.testing.SharedApplication;
import io.github.observability.testing.UnsecuredApplication;
import io.github.observability.tracing.tail.SlowTraceRule;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

/**
 * Each extension point as a bean of an application, which wins over what the starter has.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExtensionPointsIntegrationTests {

	@RegisterExtension
	static final SharedApplication shared = new SharedApplication();

	private static final String[] PROPERTIES = { "management.tracing.sampling.probability=0",
			"observability.saturation.interval=100ms", "observability.tracing.tail-sampling.slower-than=30s",
			"observability.tracing.tail-sampling.max-age=60s", "spring.main.banner-mode=off",
			"management.endpoints.web.exposure.include=health,dashboards,incidents",
			"observability.incidents.diagnosability.signals.licenses=shop.licenses",
			"observability.incidents.diagnosability.faults.no-licenses.signals.licenses=falls" };

	private static RunningApplication application() {
		return shared.get(Shop.class, PROPERTIES);
	}

	@Test
	void requestIdGeneratorReplacesTheDefault() {
		HttpResponse<String> response = application().get("/sell");
		assertThat(response.headers().firstValue("X-Request-Id"))
			.hasValueSatisfying((id) -> assertThat(id).startsWith("shop-"));
		assertThat(application().get("/sell", "X-Request-Id", "from-the-caller").headers().firstValue("X-Request-Id"))
			.hasValue("from-the-caller");
	}

	@Test
	void userIdResolverReplacesTheDefault(CapturedOutput output) {
		application().get("/sell", "X-Customer", "ada");
		JsonNode line = JsonLines.withMessage(output.getOut(), "Sold a book for ******");
		assertThat(line.at("/user/id").asString()).isEqualTo("ada");
	}

	@Test
	void logMaskerMasksInAddition(CapturedOutput output) {
		application().get("/sell");
		assertThat(output).contains("Sold a book for ******").doesNotContain("VOUCHER-1234");
	}

	@Test
	void saturationSourceIsReadInAddition() {
		RunningApplication application = application();
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> application.meters().find("observability.saturation").tag("resource", "licenses").gauge(),
					(gauge) -> gauge != null && gauge.value() == 0.75);
		assertThat(application.bean(ResourceMonitor.class).resources())
			.anySatisfy((use) -> assertThat(use.resource()).isEqualTo("licenses"));
	}

	@Test
	void resourceMonitorReplacesTheDefault() {
		ResourceMonitor own = () -> List.of(new ResourceUse("licenses", 0.5, null, null));
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SaturationAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withBean(ResourceMonitor.class, () -> own)
			.run((context) -> assertThat(context.getBean(ResourceMonitor.class)).isSameAs(own));
	}

	@Test
	void slowTraceRuleTakesPrecedenceOverTheProperties() {
		RunningApplication application = application();
		application.get("/browse");
		application.get("/sell");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> application.bean(InMemorySpanExporter.class).getFinishedSpanItems(),
					(spans) -> spans.stream().anyMatch((span) -> isSlow(span, "/sell")));
		assertThat(application.bean(InMemorySpanExporter.class).getFinishedSpanItems())
			.noneMatch((span) -> isSlow(span, "/browse"));
	}

	@Test
	void incidentListenerIsNotifiedOfChangesAndIncidents() {
		IncidentBoard board = new IncidentBoard();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(IncidentsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withBean(IncidentListener.class, () -> board)
			.run((context) -> {
				context.getBean(ChangeReporter.class).featureFlag("new-shelf", false, true);
				AvailabilityChangeEvent.publish(context, ReadinessState.ACCEPTING_TRAFFIC);
				AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
				// A step takes ten seconds otherwise.
				Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
					ReflectionTestUtils.invokeMethod(context.getBean("incidentMonitor"), "step");
					return board.notes.stream().anyMatch((note) -> note.startsWith("opened"));
				});
				assertThat(board.notes).contains("feature flag new-shelf (false to true)",
						"opened with health of ReadinessState");
			});
	}

	private static boolean isSlow(SpanData span, String route) {
		return span.getName().contains(route)
				&& "slow".equals(span.getAttributes().get(AttributeKey.stringKey("sampling.reason")));
	}

	@Test
	void commitBoundaryReplacesTheDefault() {
		RunningApplication application = application();
		UnitOfWork unit = application.bean(UnitOfWork.class);
		BusinessCounter sold = application.bean(BusinessMetrics.class).counter("books.sold", "Books sold");
		unit.begin();
		sold.increment();
		unit.rollback();
		unit.begin();
		sold.increment();
		assertThat(application.meters().get("books.sold").counter().count()).isZero();
		unit.commit();
		assertThat(application.meters().get("books.sold").counter().count()).isEqualTo(1);
	}

	@Test
	void businessMetricsReplaceTheDefault() {
		BusinessMetrics own = mock(BusinessMetrics.class);
		BusinessEvents events = mock(BusinessEvents.class);
		given(own.events(eq("books.lent"), any(), any(String[].class))).willReturn(events);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(BusinessMetricsAutoConfiguration.class))
			.withBean(SimpleMeterRegistry.class)
			.withBean(BusinessMetrics.class, () -> own)
			.withBean(Library.class)
			.run((context) -> {
				assertThat(context.getBean(BusinessMetrics.class)).isSameAs(own);
				context.getBean(Library.class).lend("Emma");
				verify(events).occurred("Emma");
			});
	}

	@Test
	@FullRunOnly
	void dashboardSourceReplacesTheDefault() {
		assertThat(application().get("/actuator/dashboards/shop").body()).isEqualTo("{\"title\":\"Shop\"}");
		assertThat(application().get("/actuator/dashboards/service").statusCode()).isEqualTo(404);
	}

	@Test
	void faultsOfTheTeamExtendThoseOfTheStarter() {
		JsonNode report = JsonMapper.shared().readTree(application().get("/actuator/incidents/diagnosability").body());
		assertThat(report.path("faults").valueStream().map((fault) -> fault.path("name").asString()).toList())
			.hasSize(14)
			.contains("slow-database", "no-licenses");
		assertThat(report.path("faults")
			.valueStream()
			.filter((fault) -> fault.path("name").asString().equals("no-licenses"))
			.map((fault) -> fault.path("visible").asBoolean() + " " + fault.path("unseen").path(0).asString())
			.toList()).containsExactly("false licenses falls");
		assertThat(application().get("/actuator/incidents/other").statusCode()).isEqualTo(404);
	}

	@Test
	@FullRunOnly
	void reactiveUserIdResolverReplacesTheDefault(CapturedOutput output) {
		RunningApplication application = shared.fresh(ReactiveShop.class, "spring.main.web-application-type=reactive",
				"spring.main.banner-mode=off");
		HttpResponse<String> response = application.get("/lend", "X-Customer", "grace");
		assertThat(response.headers().firstValue("X-Request-Id"))
			.hasValueSatisfying((id) -> assertThat(id).startsWith("shop-"));
		JsonNode line = JsonLines.withMessage(output.getOut(), "Lent a book");
		assertThat(line.at("/user/id").asString()).isEqualTo("grace");
	}

	public static class Library {

		@BusinessEvent(name = "books.lent", tags = "title=#title")
		public String lend(String title) {
			return title;
		}

	}

	/** Commits when it is told to, as a client of a remote transaction does. */
	static final class UnitOfWork implements CommitBoundary {

		private final ThreadLocal<List<Recording>> pending = new ThreadLocal<>();

		void begin() {
			this.pending.set(new ArrayList<>());
		}

		void commit() {
			List<Recording> recordings = this.pending.get();
			rollback();
			recordings.forEach(Recording::run);
		}

		void rollback() {
			this.pending.remove();
		}

		@Override
		public boolean isOpen() {
			return this.pending.get() != null;
		}

		@Override
		public void afterCommit(Recording recording) {
			this.pending.get().add(recording);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Extensions {

		@Bean
		RequestIdGenerator requestIdGenerator() {
			return () -> "shop-" + System.nanoTime();
		}

		@Bean
		UserIdResolver customerIdResolver() {
			return (request) -> request.getHeader("X-Customer");
		}

		@Bean
		LogMasker voucherMasker() {
			return (text) -> text.contains("VOUCHER-") ? text.replaceAll("VOUCHER-\\d+", "******") : text;
		}

		@Bean
		SaturationSource licenses() {
			return (readings) -> readings.use("licenses", 0.75, null, null);
		}

		@Bean
		SlowTraceRule sales() {
			return (name) -> name.equals("/sell") ? Duration.ofNanos(1) : null;
		}

		@Bean
		DashboardSource dashboards() {
			return () -> Map.of("shop", "{\"title\":\"Shop\"}");
		}

		@Bean
		UnitOfWork unitOfWork() {
			return new UnitOfWork();
		}

		@Bean
		InMemorySpanExporter spanExporter() {
			return InMemorySpanExporter.create();
		}

	}

	@UnsecuredApplication
	@Import({ Extensions.class, Counters.class })
	static class Shop {

	}

	@RestController
	static class Counters {

		private static final Logger logger = LoggerFactory.getLogger(Counters.class);

		@GetMapping("/sell")
		String sell() {
			logger.info("Sold a book for VOUCHER-1234");
			return "sold";
		}

		@GetMapping("/browse")
		String browse() {
			return "browsed";
		}

	}

	@UnsecuredApplication
	@Import(Desk.class)
	static class ReactiveShop {

		@Bean
		ReactiveUserIdResolver customerIdResolver() {
			return (exchange) -> Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst("X-Customer"));
		}

		@Bean
		RequestIdGenerator requestIdGenerator() {
			return () -> "shop-" + System.nanoTime();
		}

	}

	@RestController
	static class Desk {

		private static final Logger logger = LoggerFactory.getLogger(Desk.class);

		@GetMapping("/lend")
		Mono<String> lend() {
			return Mono.fromSupplier(() -> {
				logger.info("Lent a book");
				return "lent";
			});
		}

	}

	private static final class IncidentBoard implements IncidentListener {

		private final List<String> notes = new CopyOnWriteArrayList<>();

		@Override
		public void changed(ChangeEvent change) {
			this.notes.add(change.describe());
		}

		@Override
		public void opened(Incident incident) {
			this.notes.add("opened with " + incident.members().get(0).signal());
		}

	}

}
