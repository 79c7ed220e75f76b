package io.github.observability.logging;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import io.github.observability.testing.JsonLines;
import org.junit.jupiter.api.Test;
import org.slf4j.MarkerFactory;
import org.slf4j.event.KeyValuePair;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.logging.StackTracePrinter;
import org.springframework.boot.logging.structured.StructuredLogFormatter;
import org.springframework.boot.logging.structured.StructuredLoggingJsonMembersCustomizer;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The formatter in an application without logstash-logback-encoder.
 */
class WithoutLogstashEncoderTests {

	@Test
	void writesJson() throws ReflectiveOperationException {
		LoggingEvent event = new LoggingEvent();
		event.setLoggerContext(new LoggerContext());
		event.setLoggerName("org.example.Rides");
		event.setLevel(Level.INFO);
		event.setInstant(Instant.EPOCH);
		event.setThreadName("main");
		event.setMessage("Hello {}");
		event.setArgumentArray(new Object[] { "world" });
		event.setMDCPropertyMap(Map.of("city", "berlin"));
		event.setKeyValuePairs(List.of(new KeyValuePair("count", 3)));
		event.addMarker(MarkerFactory.getMarker("AUDIT"));
		JsonNode line = JsonLines.parse(formatter().format(event));
		assertThat(line.path("message").asString()).isEqualTo("Hello world");
		assertThat(line.path("city").asString()).isEqualTo("berlin");
		assertThat(line.path("count").asInt()).isEqualTo(3);
		assertThat(line.at("/tags/0").asString()).isEqualTo("AUDIT");
		assertThat(line.at("/log/truncated").isMissingNode()).isTrue();
	}

	@SuppressWarnings("unchecked")
	private static StructuredLogFormatter<ILoggingEvent> formatter() throws ReflectiveOperationException {
		ClassLoader classLoader = new WithoutLogstashClassLoader();
		Class<?> type = classLoader.loadClass(JsonLogFormatter.class.getName());
		Constructor<?> constructor = type.getDeclaredConstructor(Environment.class, StackTracePrinter.class,
				StructuredLoggingJsonMembersCustomizer.Builder.class);
		constructor.setAccessible(true);
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		// Maskers are looked up by the context class loader.
		thread.setContextClassLoader(classLoader);
		try {
			return (StructuredLogFormatter<ILoggingEvent>) constructor.newInstance(new MockEnvironment(), null, null);
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

	/** Has classes of the starter of its own, which do not see the library. */
	private static final class WithoutLogstashClassLoader extends ClassLoader {

		WithoutLogstashClassLoader() {
			super(WithoutLogstashEncoderTests.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			if (name.startsWith("net.logstash.")) {
				throw new ClassNotFoundException(name);
			}
			if (!name.startsWith("io.github.observability.")) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : define(name);
			}
		}

		private Class<?> define(String name) throws ClassNotFoundException {
			try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (stream == null) {
					throw new ClassNotFoundException(name);
				}
				byte[] bytes = stream.readAllBytes();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

}
