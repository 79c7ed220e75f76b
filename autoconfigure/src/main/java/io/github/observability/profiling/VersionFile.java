package io.github.observability.profiling;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

import io.github.observability.LogOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * File with the heaviest frames and classes of this version and of the version before,
 * which outlives a restart. One that cannot be read counts as missing.
 */
final class VersionFile {

	private static final Logger logger = LoggerFactory.getLogger(VersionFile.class);

	private static final String VERSION = "version";

	private static final String BEFORE = "before.";

	/** More than the largest file that is written. */
	private static final long LARGEST = 1_000_000;

	private final @Nullable Path file;

	private final String version;

	private final LogOnce unusable = new LogOnce(logger);

	private Shares before = Shares.NONE;

	VersionFile(@Nullable Path file, String version) {
		this.file = file;
		this.version = version;
	}

	/**
	 * Return what the version before did.
	 */
	Shares before() {
		return this.before;
	}

	void read() {
		if (this.file == null || this.version.isEmpty() || !Files.exists(this.file)) {
			return;
		}
		try {
			if (Files.size(this.file) > LARGEST) {
				throw new IOException("it is larger than " + LARGEST + " bytes");
			}
			Properties properties = new Properties();
			try (Reader reader = Files.newBufferedReader(this.file)) {
				properties.load(reader);
			}
			Shares last = Shares.read(properties, "");
			this.before = this.version.equals(last.version()) ? Shares.read(properties, BEFORE) : last;
		}
		catch (IOException | IllegalArgumentException ex) {
			this.unusable.warn("The file '{}' cannot be read, so there is no version to compare with: {}", this.file,
					ex.toString());
		}
	}

	void write(Map<String, Double> cpu, Map<String, Double> allocation) {
		if (this.file == null || this.version.isEmpty() || cpu.isEmpty()) {
			return;
		}
		Properties properties = new Properties();
		new Shares(this.version, cpu, allocation).write(properties, "");
		this.before.write(properties, BEFORE);
		Path written = this.file.resolveSibling(this.file.getFileName() + ".new");
		try {
			try (Writer writer = Files.newBufferedWriter(written, StandardCharsets.UTF_8)) {
				properties.store(writer, "Written by continuous profiling");
			}
			Files.move(written, this.file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			this.unusable.warn("The file '{}' cannot be written, so the next version has none to compare with: {}",
					this.file, ex.toString());
		}
	}

	/**
	 * What a version did.
	 *
	 * @param version the version, {@code null} if there is none
	 * @param cpu shares of CPU time by frame
	 * @param allocation shares of bytes by class
	 */
	record Shares(@Nullable String version, Map<String, Double> cpu, Map<String, Double> allocation) {

		static final Shares NONE = new Shares(null, Map.of(), Map.of());

		private static final String CPU = "cpu.";

		private static final String ALLOCATION = "allocation.";

		static Shares read(Properties properties, String prefix) {
			return new Shares(properties.getProperty(prefix + VERSION), read(properties, prefix, CPU),
					read(properties, prefix, ALLOCATION));
		}

		private static Map<String, Double> read(Properties properties, String prefix, String kind) {
			Map<String, Double> shares = new HashMap<>();
			for (String key : properties.stringPropertyNames()) {
				if (key.startsWith(prefix + kind)) {
					shares.put(key.substring(prefix.length() + kind.length()),
							Double.valueOf(properties.getProperty(key)));
				}
			}
			return shares;
		}

		void write(Properties properties, String prefix) {
			if (this.version != null) {
				properties.setProperty(prefix + VERSION, this.version);
				this.cpu.forEach((name, share) -> properties.setProperty(prefix + CPU + name, share.toString()));
				this.allocation
					.forEach((name, share) -> properties.setProperty(prefix + ALLOCATION + name, share.toString()));
			}
		}

	}

}
