package io.github.observability.logging.delivery;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.LengthCounter;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.status.ErrorStatus;
import org.jspecify.annotations.Nullable;

/**
 * {@link RollingFileAppender} whose threads do not wait for one another. It asks its
 * triggering policy before each write instead of each line, so a file may exceed its size
 * by the lines of one write. A Logback file of the application may name it instead of
 * Logback's if its triggering policy goes by time or size.
 */
public final class CombiningFileAppender extends RollingFileAppender<ILoggingEvent> {

	private @Nullable CombiningWriter writer;

	/**
	 * Create an appender, which Logback configures.
	 */
	public CombiningFileAppender() {
	}

	@Override
	public void start() {
		CombiningWriter writer = new CombiningWriter(this::writeLines);
		this.writer = writer;
		super.start();
		if (!isStarted()) {
			writer.close();
		}
	}

	@Override
	protected void subAppend(ILoggingEvent event) {
		if (isPrudent()) {
			super.subAppend(event);
			return;
		}
		event.prepareForDeferredProcessing();
		byte[] line = getEncoder().encode(event);
		CombiningWriter writer = this.writer;
		if (line != null && writer != null) {
			writer.write(line);
		}
	}

	private void writeLines(byte[] bytes, int offset, int length) {
		this.streamWriteLock.lock();
		try {
			if (isStarted()) {
				rolloverIfDue();
				write(bytes, offset, length);
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

	private void rolloverIfDue() {
		// Policies that go by time or size do not look at the event.
		if (getTriggeringPolicy().isTriggeringEvent(new File(getFile()), null)) {
			rollover();
		}
	}

	private void write(byte[] bytes, int offset, int length) throws IOException {
		OutputStream stream = getOutputStream();
		if (stream == null) {
			return;
		}
		stream.write(bytes, offset, length);
		if (isImmediateFlush()) {
			stream.flush();
		}
		LengthCounter counter = getTriggeringPolicy().getLengthCounter();
		if (counter != null) {
			counter.add(length);
		}
	}

	@Override
	public void stop() {
		CombiningWriter writer = this.writer;
		if (writer != null) {
			writer.close();
		}
		super.stop();
	}

}
