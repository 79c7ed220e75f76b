package io.github.observability.logging.delivery;

import java.io.IOException;
import java.io.OutputStream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.status.ErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@link ConsoleAppender} whose threads do not wait for one another. A Logback file of
 * the application may name it instead of Logback's.
 */
public final class CombiningConsoleAppender extends ConsoleAppender<ILoggingEvent> {

	private final LineEncoding encoding = new LineEncoding();

	private ConsoleStream console = ConsoleStream.of(ConsoleTarget.SystemOut.getName());

	private @Nullable LineWriter writer;

	/**
	 * Create an appender, which Logback configures.
	 */
	public CombiningConsoleAppender() {
	}

	@Override
	public void start() {
		this.console = ConsoleStream.of(getTarget());
		LineWriter writer = LineWriter.of(getContext(), this::writeLines, this::writeAlone, false);
		this.writer = writer;
		super.start();
		if (!isStarted()) {
			writer.close();
		}
	}

	@Override
	protected void writeOut(ILoggingEvent event) {
		LineWriter writer = this.writer;
		if (writer != null) {
			this.encoding.write(event, getEncoder(), writer);
		}
	}

	private boolean writeLines(byte[] bytes, int offset, int length) {
		this.streamWriteLock.lock();
		try {
			return writeAlone(bytes, offset, length);
		}
		finally {
			this.streamWriteLock.unlock();
		}
	}

	/**
	 * Writes without the lock, so that an appender whose output blocks can be stopped.
	 */
	private boolean writeAlone(byte[] bytes, int offset, int length) {
		OutputStream stream = getOutputStream();
		if (!isStarted() || stream == null) {
			return false;
		}
		try {
			return this.console.write(stream, isImmediateFlush(), bytes, offset, length);
		}
		catch (IOException ex) {
			addStatus(new ErrorStatus("IO failure in appender", this, ex));
			return false;
		}
	}

	@Override
	public void stop() {
		LineWriter writer = this.writer;
		if (writer != null) {
			writer.close();
		}
		super.stop();
	}

}
