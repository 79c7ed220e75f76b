package io.github.observability.logging.delivery;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Supplier;

import ch.qos.logback.core.joran.spi.ConsoleTarget;
import org.jspecify.annotations.Nullable;

/**
 * Standard output or standard error, and whether it has taken what was written. Java's
 * stream does not throw. It only remembers that it has failed once, so from then on lines
 * go to the descriptor of the process, which reports each failure.
 */
final class ConsoleStream {

	private static final PrintStream out = System.out;

	private static final PrintStream err = System.err;

	private final Supplier<PrintStream> current;

	/** The stream of the process, unless the application replaces it. */
	private final PrintStream original;

	private final FileDescriptor descriptor;

	private volatile @Nullable OutputStream direct;

	private ConsoleStream(Supplier<PrintStream> current, PrintStream original, FileDescriptor descriptor) {
		this.current = current;
		this.original = original;
		this.descriptor = descriptor;
	}

	static ConsoleStream of(String target) {
		return target.equals(ConsoleTarget.SystemErr.getName())
				? new ConsoleStream(() -> System.err, err, FileDescriptor.err)
				: new ConsoleStream(() -> System.out, out, FileDescriptor.out);
	}

	/**
	 * Write lines.
	 * @param stream Logback's stream, which leads to the current stream of the JVM
	 * @param flush whether the stream is flushed
	 * @param bytes holds the lines
	 * @param offset where they begin
	 * @param length how many bytes they have
	 * @return whether they were written
	 * @throws IOException if they were not
	 */
	boolean write(OutputStream stream, boolean flush, byte[] bytes, int offset, int length) throws IOException {
		PrintStream printer = this.current.get();
		OutputStream direct = this.direct;
		if (direct != null && printer == this.original) {
			direct.write(bytes, offset, length);
			return true;
		}
		stream.write(bytes, offset, length);
		if (flush) {
			stream.flush();
		}
		if (!flush || !printer.checkError()) {
			return true;
		}
		if (printer == this.original) {
			this.direct = new FileOutputStream(this.descriptor);
		}
		return false;
	}

}
