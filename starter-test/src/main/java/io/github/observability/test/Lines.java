package io.github.observability.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import org.assertj.core.api.AssertProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The log lines that were written since the test began, in whatever format the
 * application logs. Assertions begin with {@code assertThat(lines)}.
 */
public final class Lines implements AssertProvider<LinesAssert> {

	private final Duration deadline;

	private final TestFiles files;

	private final List<Line> lines = new ArrayList<>();

	private @Nullable Runnable detach;

	Lines(Duration deadline, TestFiles files) {
		this.deadline = deadline;
		this.files = files;
	}

	void begin() {
		if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
			this.detach = Capture.attach(context, this);
		}
	}

	void end() {
		if (this.detach != null) {
			this.detach.run();
			this.detach = null;
		}
	}

	private synchronized void add(Line line) {
		this.lines.add(line);
		notifyAll();
	}

	/**
	 * Return the lines.
	 * @return the lines in the order in which they were written
	 */
	public synchronized List<Line> all() {
		return List.copyOf(this.lines);
	}

	/**
	 * Wait until a line matches.
	 */
	synchronized List<Line> await(Predicate<List<Line>> condition) {
		long end = System.nanoTime() + this.deadline.toNanos();
		while (!condition.test(this.lines)) {
			long left = end - System.nanoTime();
			if (left <= 0) {
				break;
			}
			try {
				wait(left / 1_000_000, (int) (left % 1_000_000));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				break;
			}
		}
		return all();
	}

	TestFiles files() {
		return this.files;
	}

	@Override
	public LinesAssert assertThat() {
		return new LinesAssert(this);
	}

	/**
	 * Loaded where Logback is present.
	 */
	private static final class Capture extends AppenderBase<ILoggingEvent> {

		private final Lines lines;

		private final @Nullable Encoder<ILoggingEvent> encoder;

		Capture(Lines lines, @Nullable Encoder<ILoggingEvent> encoder) {
			this.lines = lines;
			this.encoder = encoder;
		}

		static Runnable attach(LoggerContext context, Lines lines) {
			Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
			Capture capture = new Capture(lines, encoder(root));
			capture.setContext(context);
			capture.setName("observability-test");
			capture.start();
			root.addAppender(capture);
			return () -> {
				root.detachAppender(capture);
				capture.stop();
			};
		}

		private static @Nullable Encoder<ILoggingEvent> encoder(Logger root) {
			Iterator<Appender<ILoggingEvent>> appenders = root.iteratorForAppenders();
			while (appenders.hasNext()) {
				if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
					return appender.getEncoder();
				}
			}
			return null;
		}

		@Override
		protected void append(ILoggingEvent event) {
			Map<String, Object> fields = new LinkedHashMap<>();
			event.getMDCPropertyMap().forEach((key, value) -> put(fields, key, value));
			if (event.getKeyValuePairs() != null) {
				event.getKeyValuePairs().forEach((pair) -> put(fields, pair.key, pair.value));
			}
			Object traceId = fields.getOrDefault("traceId", fields.getOrDefault("trace_id", ""));
			String message = Objects.requireNonNullElse(event.getFormattedMessage(), "");
			String text = (this.encoder != null) ? new String(this.encoder.encode(event), StandardCharsets.UTF_8)
					: message;
			this.lines.add(new Line(event.getLevel().toString(), event.getLoggerName(), message, traceId.toString(),
					fields, text));
		}

		/** Logback takes nulls that a line cannot hold. */
		private static void put(Map<String, Object> fields, @Nullable String key, @Nullable Object value) {
			fields.put(String.valueOf(key), (value != null) ? value : "null");
		}

	}

}
