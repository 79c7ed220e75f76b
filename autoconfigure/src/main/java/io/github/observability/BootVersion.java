package io.github.observability;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The versions of Spring Boot that the starter supports.
 */
public final class BootVersion {

	private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

	private static final int MAJOR = 4;

	private static final int MINOR = 1;

	private BootVersion() {
	}

	/**
	 * Make startup fail on a version that is too old. Its classes are elsewhere, so that
	 * the start would fail with a missing class, or worse, features would be missing in
	 * silence.
	 * @param version the version of Boot, {@code null} if it is unknown
	 * @throws InvalidSettingException if the version is too old
	 */
	public static void requireSupported(@Nullable String version) {
		Matcher matcher = (version != null) ? VERSION.matcher(version) : null;
		if (matcher == null || !matcher.matches()) {
			return;
		}
		int major = Integer.parseInt(matcher.group(1));
		if (major < MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) < MINOR)) {
			throw new InvalidSettingException(
					"Spring Boot " + version + " is on the class path, but the Observability Spring Boot Starter "
							+ "supports Spring Boot 4.1 and 4.2",
					"Upgrade to Spring Boot 4.1 or 4.2, or remove the starter.");
		}
	}

}
