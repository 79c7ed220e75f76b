package io.github.observability.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * Writes a line whatever happens: one that cannot be written, or is larger than a line
 * may be nevertheless, is replaced by the least that can be said.
 */
final class LineLimit implements JsonLineWriter {

	private final JsonLineWriter writer;

	private final FallbackLine fallback;

	private final int limit;

	private final LineCounts counts;

	LineLimit(JsonLineWriter writer, FallbackLine fallback, int limit, LineCounts counts) {
		this.writer = writer;
		this.fallback = fallback;
		this.limit = limit;
		this.counts = counts;
	}

	@Override
	public byte[] write(ILoggingEvent event) {
		Throwable failure;
		try {
			byte[] line = this.writer.write(event);
			if (line.length > 0 && line.length <= this.limit) {
				return line;
			}
			failure = new IllegalStateException("it has " + line.length + " bytes");
		}
		catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
			failure = ex;
		}
		this.counts.replaced();
		return this.fallback.of(event, failure);
	}

}
