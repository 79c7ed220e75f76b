package io.github.observability.logging.stacktrace;

import java.util.ArrayList;
import java.util.List;

import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.github.observability.logging.masking.Masking;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.StackTracePrinter;

/**
 * Prints stack traces: the root cause first and whole, of what wraps it only the frames
 * that are not in common; or as Boot's {@code logging.structured.json.stacktrace.*} say
 * once one of them is set. Secrets in messages are masked.
 */
public final class StackTraces {

	private static final int MAX_FRAMES = 50;

	private static final int MAX_THROWABLES = 20;

	private static final int MAX_SUPPRESSED = 5;

	private static final int MAX_SUPPRESSED_FRAMES = 10;

	private static final int MAX_MESSAGE = 1024;

	private static final int MAX_LENGTH = 8 * 1024;

	private static final String OMITTED = "\t... ";

	private final @Nullable StackTracePrinter printer;

	private final Masking masking;

	private final boolean lines;

	/**
	 * Create a printer.
	 * @param printer Boot's printer, if it is configured
	 * @param masking masks secrets in messages
	 * @param lines whether each line of the text becomes one of the output, so that a
	 * message must not begin one
	 */
	public StackTraces(@Nullable StackTracePrinter printer, Masking masking, boolean lines) {
		this.printer = printer;
		this.masking = masking;
		this.lines = lines;
	}

	/**
	 * Print an exception with its causes.
	 * @param throwable the exception
	 * @param text a buffer to print into
	 * @return the stack trace
	 */
	public String print(IThrowableProxy throwable, StringBuilder text) {
		if (this.printer != null && throwable instanceof ThrowableProxy proxy) {
			try {
				return this.masking.clean(this.printer.printStackTraceToString(proxy.getThrowable()));
			}
			catch (Exception | StackOverflowError | LinkageError | AssertionError ex) {
				// A printer that fails must not cost the trace.
				text.setLength(0);
			}
		}
		printRootCauseFirst(throwable, text);
		if (text.length() > MAX_LENGTH) {
			text.setLength(MAX_LENGTH - OMITTED.length());
			text.setLength(text.lastIndexOf("\n") + 1);
			text.append(OMITTED);
		}
		return text.toString();
	}

	private void printRootCauseFirst(IThrowableProxy throwable, StringBuilder text) {
		IThrowableProxy cause = throwable.getCause();
		if (cause == null || throwable.isCyclic()) {
			print(throwable, 0, text);
			return;
		}
		List<IThrowableProxy> chain = new ArrayList<>();
		for (IThrowableProxy each = throwable; each != null; each = each.isCyclic() ? null : each.getCause()) {
			chain.add(each);
		}
		int printed = 0;
		for (int i = chain.size() - 1; i >= 0; i--) {
			if (i < chain.size() - 1) {
				text.append("Wrapped by: ");
			}
			int common = (i < chain.size() - 1) ? chain.get(i + 1).getCommonFrames() : 0;
			print(chain.get(i), common, text);
			if (++printed == MAX_THROWABLES && i > 1) {
				text.append(OMITTED).append(i - 1).append(" more exceptions\n");
				i = 1;
			}
			if (text.length() > MAX_LENGTH) {
				return;
			}
		}
	}

	private void print(IThrowableProxy throwable, int common, StringBuilder text) {
		printHead(throwable, text);
		printFrames(throwable.getStackTraceElementProxyArray(), common, MAX_FRAMES, "\tat ", text);
		IThrowableProxy[] suppressed = throwable.getSuppressed();
		for (int i = 0; suppressed != null && i < Math.min(suppressed.length, MAX_SUPPRESSED); i++) {
			printHead(suppressed[i], text.append("\tSuppressed: "));
			printFrames(suppressed[i].getStackTraceElementProxyArray(), suppressed[i].getCommonFrames(),
					MAX_SUPPRESSED_FRAMES, "\t\tat ", text);
		}
	}

	private void printHead(IThrowableProxy throwable, StringBuilder text) {
		if (throwable.isCyclic()) {
			text.append("[again] ");
		}
		String own = throwable.getOverridingMessage();
		if (own != null) {
			text.append(message(own)).append('\n');
			return;
		}
		text.append(throwable.getClassName());
		String message = throwable.getMessage();
		if (message != null) {
			text.append(": ").append(message(message));
		}
		text.append('\n');
	}

	private String message(String message) {
		String clean = this.masking.clean(message, MAX_MESSAGE);
		return this.lines ? clean.replace("\n", "\\n").replace("\r", "\\r") : clean;
	}

	private static void printFrames(StackTraceElementProxy[] frames, int common, int max, String indent,
			StringBuilder text) {
		if (frames == null) {
			return;
		}
		int own = Math.max(0, frames.length - common);
		int printed = Math.min(own, max);
		for (int i = 0; i < printed && text.length() <= MAX_LENGTH; i++) {
			printFrame(frames[i].getStackTraceElement(), text.append(indent));
		}
		if (own > printed) {
			text.append(OMITTED).append(own - printed).append(" more\n");
		}
		if (common > 0) {
			text.append(OMITTED).append(common).append(" in common\n");
		}
	}

	private static void printFrame(StackTraceElement frame, StringBuilder text) {
		text.append(frame.getClassName()).append('.').append(frame.getMethodName()).append('(');
		if (frame.isNativeMethod()) {
			text.append("Native Method");
		}
		else if (frame.getFileName() == null) {
			text.append("Unknown Source");
		}
		else {
			text.append(frame.getFileName());
			if (frame.getLineNumber() >= 0) {
				text.append(':').append(frame.getLineNumber());
			}
		}
		text.append(")\n");
	}

}
