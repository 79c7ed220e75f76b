package io.github.observability.golden;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.observability.HttpNames;
import io.github.observability.SemanticConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.servlet.http.MappingMatch;
import org.apache.catalina.connector.ClientAbortException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletMapping;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.servlet.DispatcherServlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * The end of requests whose container says nothing of it.
 */
class ServletGoldenSignalsFilterTests {

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final List<ServletRequestContext> stopped = new ArrayList<>();

	private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/rides");

	private final FailingResponse response = new FailingResponse();

	private final RecordingFaults faults = new RecordingFaults();

	private ServletGoldenSignalsFilter filter;

	@BeforeEach
	void createFilter() {
		this.registry.observationConfig().observationHandler(new StoppedHandler());
		this.filter = filter();
		this.request.setAsyncSupported(true);
	}

	@ParameterizedTest
	@EnumSource(Write.class)
	void endsAnAsynchronousRequestWhoseClientIsGone(Write write) throws Exception {
		ServletResponse served = serveAsynchronously();
		this.response.failure = new ClientAbortException("Broken pipe");
		assertThatIOException().isThrownBy(() -> write.step.to(served));
		assertEndedOnceWithAbort();
	}

	@Test
	void endsAnAsynchronousRequestWhoseClientLeftWhileTheHandlerRan() throws Exception {
		this.filter.doFilter(this.request, this.response, (request, served) -> {
			request.startAsync();
			this.response.failure = new ClientAbortException("Broken pipe");
			assertThatIOException().isThrownBy(() -> served.getOutputStream().write(1));
			assertThat(this.stopped).isEmpty();
		});
		assertEndedOnceWithAbort();
	}

	@Test
	void goesOnWhenAWriteFailsForAnotherReason() throws Exception {
		ServletResponse served = serveAsynchronously();
		this.response.failure = new EOFException("of the application");
		assertThatIOException().isThrownBy(() -> served.getOutputStream().write(1));
		assertThat(this.stopped).isEmpty();
		this.request.getAsyncContext().complete();
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.state().outcomeOverride()).isNull());
	}

	@Test
	void takesTheLastRoute() throws Exception {
		this.filter.doFilter(this.request, this.response, (request, served) -> {
			setRoute("/rides");
			setRoute("/rides/v1");
		});
		assertRoute("/rides/v1");
	}

	@Test
	void keepsTheRouteDuringForwardsAndIncludes() throws Exception {
		ServletGoldenSignalsFilter.NestedDispatchFilter nested = new ServletGoldenSignalsFilter.NestedDispatchFilter();
		this.filter.doFilter(this.request, this.response, (request, served) -> {
			setRoute("/rides");
			nested.doFilter(this.request, served, (forwarded, response) -> setRoute("/forwarded"));
			setRoute("/rides/v1");
			assertThatIOException().isThrownBy(() -> nested.doFilter(this.request, served, (included, response) -> {
				throw new IOException("an include fails");
			}));
			setRoute("/rides/v2");
		});
		assertRoute("/rides/v2");
	}

	@Test
	void takesTheRouteOfAForwardIfThereIsNone() throws Exception {
		ServletGoldenSignalsFilter.NestedDispatchFilter nested = new ServletGoldenSignalsFilter.NestedDispatchFilter();
		this.filter.doFilter(this.request, this.response, (request, served) -> nested.doFilter(this.request, served,
				(forwarded, response) -> setRoute("/forwarded")));
		assertRoute("/forwarded");
	}

	@Test
	void keepsTheRouteDuringTheErrorPage() throws Exception {
		serveAsynchronously();
		setRoute("/rides");
		this.request.setDispatcherType(DispatcherType.ERROR);
		this.filter.doFilter(this.request, this.response, (request, served) -> setRoute("/error"));
		this.request.getAsyncContext().complete();
		assertRoute("/rides");
	}

	@Test
	void survivesHostileRoutes() throws Exception {
		for (int i = 0; i < 10_000; i++) {
			MockHttpServletRequest request = new MockHttpServletRequest("GET", "/rides");
			String route = (i % 100 == 0) ? null : "/" + i + "a".repeat((i % 1_000 == 1) ? 10_000 : 1);
			this.filter.doFilter(request, new MockHttpServletResponse(),
					(served, response) -> ServerHttpObservationFilter
						.findObservationContext((HttpServletRequest) served)
						.ifPresent((context) -> context.setPathPattern(route)));
		}
		assertThat(this.stopped).hasSize(10_000);
		assertThat(this.stopped.get(0).getLowCardinalityKeyValue("uri").getValue()).isEqualTo("UNKNOWN");
		assertThat(this.stopped.get(1).getLowCardinalityKeyValue("uri").getValue()).hasSize(10_002);
		assertThat(this.stopped.get(9_999).getLowCardinalityKeyValue("uri").getValue()).isEqualTo("/9999a");
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			EXACT,        /rides,  /rides
			PATH,         /api/*,  /api/*
			EXTENSION,    *.do,    *.do
			DEFAULT,      /,       UNKNOWN
			CONTEXT_ROOT, '',      UNKNOWN
			-,            '',      UNKNOWN
			""")
	void usesTheMappingOfAServletThatIsNotSpringMvcs(MappingMatch match, String pattern, String route)
			throws Exception {
		this.request.setHttpServletMapping(new MockHttpServletMapping("rides", pattern, "rides", match));
		this.filter.doFilter(this.request, this.response, (request, served) -> {
		});
		assertThat(this.stopped.get(0).getLowCardinalityKeyValue("uri").getValue()).isEqualTo(route);
	}

	@Test
	void doesNotUseTheMappingOfSpringMvc() throws Exception {
		this.request.setHttpServletMapping(new MockHttpServletMapping("rides", "/api/*", "mvc", MappingMatch.PATH));
		this.filter.doFilter(this.request, this.response, (request, served) -> request
			.setAttribute(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE, "present"));
		assertThat(this.stopped.get(0).getLowCardinalityKeyValue("uri").getValue()).isEqualTo("UNKNOWN");
	}

	@Test
	void repeatsTheConstantsOfSpringMvc() {
		assertThat(DispatcherServlet.EXCEPTION_ATTRIBUTE)
			.isEqualTo("org.springframework.web.servlet.DispatcherServlet.EXCEPTION");
		assertThat(DispatcherServlet.WEB_APPLICATION_CONTEXT_ATTRIBUTE)
			.isEqualTo("org.springframework.web.servlet.DispatcherServlet.CONTEXT");
	}

	@ParameterizedTest
	@CsvSource({ "application/x-frames, true, false", "application/X-Frames;v=1, true, false",
			"application/x-framesets, false, false", "application/json, false, false",
			"text/event-stream, true, true" })
	void takesResponsesOfConfiguredTypesForStreams(String type, boolean configured, boolean byDefault)
			throws Exception {
		filter("stream-content-types=application/x-frames").doFilter(this.request, this.response,
				(request, served) -> served.setContentType(type));
		this.filter.doFilter(new MockHttpServletRequest("GET", "/rides"), new MockHttpServletResponse(),
				(request, served) -> ((HttpServletResponse) served).setHeader("Content-Type", type));
		assertThat(this.stopped).extracting((context) -> context.state().isStream())
			.containsExactly(configured, byDefault);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "text/event-stream;charset=UTF-8, true", "-, true", "application/problem+json, false" })
	void takesAResponseThatIsNoStreamInTheEndForNone(String type, boolean stream) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.filter.doFilter(this.request, response, (request, served) -> {
			served.setContentType("text/event-stream");
			served.reset();
			// As the error page does, which gets the response of the container.
			response.setContentType(type);
		});
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.state().isStream()).isEqualTo(stream));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void servesARequestThatAHandlerFailsToObserve(boolean start) throws Exception {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onStart(Observation.Context context) {
				if (start) {
					throw new NoClassDefFoundError("missing");
				}
			}

			@Override
			public void onStop(Observation.Context context) {
				throw new NoClassDefFoundError("missing");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		List<ServletResponse> served = new ArrayList<>();
		this.filter.doFilter(this.request, this.response, (request, response) -> served.add(response));
		assertThat(served).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void servesARequestWhoseScopeAHandlerFailsToChange(boolean open) throws Exception {
		Observation outer = Observation.start("outer", this.registry);
		Observation.Scope outerScope = outer.openScope();
		AtomicInteger failures = new AtomicInteger();
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onScopeOpened(Observation.Context context) {
				fail(open);
			}

			@Override
			public void onScopeClosed(Observation.Context context) {
				fail(!open);
			}

			private void fail(boolean now) {
				if (now) {
					failures.incrementAndGet();
					throw new IllegalStateException("a handler fails");
				}
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		List<ServletResponse> served = new ArrayList<>();
		List<Observation> current = new ArrayList<>();
		this.filter.doFilter(this.request, this.response, (request, response) -> {
			served.add(response);
			current.add(this.registry.getCurrentObservation());
		});
		assertThat(served).hasSize(1);
		assertThat(current.get(0)).isNotSameAs(outer);
		assertThat(failures).hasValue(1);
		assertThat(this.faults.count()).isEqualTo(1);
		assertThat(this.stopped).hasSize(1);
		assertThat(this.registry.getCurrentObservation()).isSameAs(outer);
		outerScope.close();
	}

	@Test
	void endsTheObservationOfAnErrorThatAHandlerFailsToNote() {
		this.registry.observationConfig().observationHandler(new ObservationHandler<>() {

			@Override
			public void onError(Observation.Context context) {
				throw new IllegalStateException("a handler fails");
			}

			@Override
			public boolean supportsContext(Observation.Context context) {
				return true;
			}

		});
		IOException failure = new IOException("the request fails");
		assertThatIOException()
			.isThrownBy(() -> this.filter.doFilter(this.request, this.response, (request, served) -> {
				throw failure;
			}))
			.isSameAs(failure);
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.getError()).isSameAs(failure));
		assertThat(this.faults.count()).isEqualTo(1);
	}

	private ServletGoldenSignalsFilter filter(String... properties) {
		return new ServletGoldenSignalsFilter(this.registry,
				new ServletCachingConvention(HttpNames.server(SemanticConvention.MICROMETER)),
				TestMeters.properties(properties), new IgnoredPaths(List.of(), List::of),
				new ServletRejectedRoutes(List::of), this.faults);
	}

	private void setRoute(String route) {
		ServerHttpObservationFilter.findObservationContext(this.request)
			.ifPresent((context) -> context.setPathPattern(route));
	}

	private void assertRoute(String route) {
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.getLowCardinalityKeyValue("uri").getValue()).isEqualTo(route));
	}

	private ServletResponse serveAsynchronously() throws Exception {
		List<ServletResponse> served = new ArrayList<>();
		FilterChain chain = (request, response) -> {
			request.startAsync();
			served.add(response);
		};
		this.filter.doFilter(this.request, this.response, chain);
		assertThat(this.stopped).isEmpty();
		return served.get(0);
	}

	private void assertEndedOnceWithAbort() {
		assertThat(this.stopped).hasSize(1);
		this.request.getAsyncContext().complete();
		assertThat(this.stopped).singleElement()
			.satisfies((context) -> assertThat(context.state().outcomeOverride())
				.isEqualTo(OutcomeOverride.clientAbort()));
	}

	/**
	 * Ways to send something to the client.
	 */
	enum Write {

		BYTE((response) -> response.getOutputStream().write(1)),

		BYTES((response) -> response.getOutputStream().write(new byte[] { 1, 2 })),

		BUFFER((response) -> response.getOutputStream().write(ByteBuffer.allocate(1))),

		PRINT((response) -> response.getOutputStream().print("text")),

		FLUSH((response) -> response.getOutputStream().flush()),

		CLOSE((response) -> response.getOutputStream().close()),

		FLUSH_BUFFER(ServletResponse::flushBuffer);

		private final Step step;

		Write(Step step) {
			this.step = step;
		}

	}

	private interface Step {

		void to(ServletResponse response) throws IOException;

	}

	private final class StoppedHandler implements ObservationHandler<ServletRequestContext> {

		@Override
		public void onStop(ServletRequestContext context) {
			ServletGoldenSignalsFilterTests.this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ServletRequestContext;
		}

	}

	/**
	 * A response whose connection fails.
	 */
	private static final class FailingResponse extends HttpServletResponseWrapper {

		private IOException failure = new IOException("not asked for");

		FailingResponse() {
			super(new MockHttpServletResponse());
		}

		@Override
		public void flushBuffer() throws IOException {
			throw this.failure;
		}

		@Override
		public ServletOutputStream getOutputStream() {
			return new FailingOutputStream(this.failure);
		}

	}

	private static final class FailingOutputStream extends ServletOutputStream {

		private final IOException failure;

		FailingOutputStream(IOException failure) {
			this.failure = failure;
		}

		@Override
		public void write(int value) throws IOException {
			throw this.failure;
		}

		@Override
		public void write(ByteBuffer bytes) throws IOException {
			throw this.failure;
		}

		@Override
		public void print(String text) throws IOException {
			throw this.failure;
		}

		@Override
		public void flush() throws IOException {
			throw this.failure;
		}

		@Override
		public void close() throws IOException {
			throw this.failure;
		}

		/** As of a container whose user has not asked for it. */
		@Override
		public boolean isReady() {
			return false;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
		}

	}

}
