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

	private @Nullable LineWriter writer;

	/**
	 * Create an appender, which Logback configures.
	 */
	public CombiningConsoleAppender() {
	}

	@Override
	public void start() {
		LineWriter writer = LineWriter.of(getContext(), this::writeLines, this::writeAlone);
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

	private void writeLines(byte[] bytes, int offset, int length) {
		this.streamWriteLock.lock();
		try {
			OutputStream stream = getOutputStream();
			if (isStarted() && stream != null) {
				stream.write(bytes, offset, length);
				if (isImmediateFlush()) {
					stream.flush();
				}
			}
		}
		catch (IOException ex) {
			this.started = false;
			addStatus(new ErrorStatus("IO failure in appender", this, ex));
		}
		finally {
			this.streamWriteLock.unlock();
		}
	}

	/**
	 * Writes without the lock, so that an appender whose output blocks can be stopped. A
	 * stream that prints does not throw, it only remembers that it failed.
	 */
	private boolean writeAlone(byte[] bytes, int offset, int length) {
		OutputStream stream = getOutputStream();
		if (!isStarted() || stream == null) {
			return false;
		}
		try {
			stream.write(bytes, offset, length);
			if (isImmediateFlush()) {
				stream.flush();
			}
		}
		catch (IOException ex) {
			addStatus(new ErrorStatus("IO failure in appender", this, ex));
			return false;
		}
		return !(getTarget().equals(ConsoleTarget.SystemErr.getName()) ? System.err : System.out).checkError();
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
