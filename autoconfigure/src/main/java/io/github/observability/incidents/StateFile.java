package io.github.observability.incidents;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import io.github.observability.LogOnce;
import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalType;
import io.github.observability.incidents.signal.Subject;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File with the baselines and the version of the application, which survive a restart. It
 * is bounded by the number of signals and replaced whole. One that is corrupt or of
 * another format is ignored.
 */
final class StateFile {

	private static final Logger logger = LoggerFactory.getLogger(StateFile.class);

	private static final int MAGIC = 0x4f425349;

	private static final int FORMAT = 1;

	/** More than the largest file that is written. */
	private static final long LARGEST = 4_000_000;

	private final Path file;

	private final LogOnce unwritable = new LogOnce(logger);

	StateFile(Path file) {
		this.file = file;
	}

	/**
	 * Read the file.
	 * @return what it holds, {@code null} if there is no usable file
	 */
	@Nullable State read() {
		if (!Files.exists(this.file)) {
			return null;
		}
		try {
			if (Files.size(this.file) > LARGEST) {
				throw new IOException("it is larger than " + LARGEST + " bytes");
			}
			return parse();
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The baselines in '{}' are ignored and learned anew: {}", this.file, String.valueOf(ex));
			return null;
		}
	}

	private State parse() throws IOException {
		CRC32 checksum = new CRC32();
		try (DataInputStream input = new DataInputStream(
				new CheckedInputStream(new BufferedInputStream(Files.newInputStream(this.file)), checksum))) {
			if (input.readInt() != MAGIC || input.readInt() != FORMAT) {
				throw new IOException("it has another format");
			}
			String version = input.readUTF();
			int count = input.readInt();
			if (count < 0 || count > IncidentsProperties.MOST_SIGNALS) {
				throw new IOException("it has " + count + " signals");
			}
			List<Series> series = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				Series each = new Series(SignalType.valueOf(input.readUTF()),
						new Subject(Subject.Type.valueOf(input.readUTF()), input.readUTF()));
				each.detector().read(input);
				series.add(each);
			}
			long expected = checksum.getValue();
			if (input.readLong() != expected) {
				throw new IOException("its checksum is wrong");
			}
			return new State(version, series);
		}
	}

	/**
	 * Replace the file.
	 * @param version the version of the application
	 * @param series the signals
	 */
	void write(String version, Collection<Series> series) {
		try {
			Path directory = this.file.toAbsolutePath().getParent();
			Files.createDirectories(directory);
			Path temporary = Files.createTempFile(directory, "observability", ".tmp");
			try {
				try (OutputStream output = new BufferedOutputStream(Files.newOutputStream(temporary))) {
					output.write(render(version, series));
				}
				Files.move(temporary, this.file, StandardCopyOption.REPLACE_EXISTING);
			}
			finally {
				Files.deleteIfExists(temporary);
			}
		}
		catch (IOException | RuntimeException ex) {
			this.unwritable.warn("The baselines cannot be written to '{}' and are lost at a restart: {}", this.file,
					String.valueOf(ex));
		}
	}

	private static byte[] render(String version, Collection<Series> series) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream output = new DataOutputStream(bytes)) {
			output.writeInt(MAGIC);
			output.writeInt(FORMAT);
			output.writeUTF(version);
			output.writeInt(series.size());
			for (Series each : series) {
				output.writeUTF(each.type().name());
				output.writeUTF(each.subject().type().name());
				output.writeUTF(each.subject().name());
				each.detector().write(output);
			}
			CRC32 checksum = new CRC32();
			checksum.update(bytes.toByteArray());
			output.writeLong(checksum.getValue());
		}
		return bytes.toByteArray();
	}

	/**
	 * The content of the file.
	 *
	 * @param version the version of the application that wrote it
	 * @param series the signals
	 */
	record State(String version, List<Series> series) {

	}

}
