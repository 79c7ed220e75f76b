package io.github.observability.logging.level;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Makes a token that raises log levels, from the command line. The secret comes from the
 * environment, where other users of the machine do not see it. It needs no library.
 * <pre class="code">
 * OBSERVABILITY_LOGGING_LEVELTOKEN_SECRET=... java -cp observability-spring-boot-autoconfigure.jar \
 *   io.github.observability.logging.level.LevelTokenGenerator levels=org.example=DEBUG minutes=10 requests=1
 * </pre>
 */
public final class LevelTokenGenerator {

	/** The variable that Boot reads the property of the secret from. */
	static final String VARIABLE = "OBSERVABILITY_LOGGING_LEVELTOKEN_SECRET";

	private static final String USAGE = """
			Usage: [levels=<logger>=<TRACE|DEBUG|INFO>,...] [minutes=<1..1440>] [requests=<1..1000>]
			Default: levels=ROOT=DEBUG minutes=10 requests=1
			The secret is read from the variable %s.""".formatted(VARIABLE);

	private static final int MAX_MINUTES = 1_440;

	private static final int MAX_REQUESTS = 1_000;

	private LevelTokenGenerator() {
	}

	/**
	 * Print a token.
	 * @param arguments as the usage says
	 */
	public static void main(String[] arguments) {
		try {
			System.out.println(generate(System.getenv(VARIABLE), Instant.now(), arguments));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.err.println(USAGE);
			System.exit(1);
		}
	}

	static String generate(@Nullable String secret, Instant now, String... arguments) {
		if (secret == null || secret.length() < LevelTokenProperties.MIN_SECRET) {
			throw new IllegalArgumentException(
					"The secret needs at least " + LevelTokenProperties.MIN_SECRET + " characters");
		}
		Map<String, String> options = new HashMap<>(Map.of("levels", "ROOT=DEBUG", "minutes", "10", "requests", "1"));
		for (String argument : arguments) {
			int separator = argument.indexOf('=');
			String name = (separator != -1) ? argument.substring(0, separator) : argument;
			if (options.replace(name, argument.substring(separator + 1)) == null) {
				throw new IllegalArgumentException("'" + argument + "' is not an option");
			}
		}
		Duration validity = Duration.ofMinutes(number(options, "minutes", MAX_MINUTES));
		return new LevelToken(UUID.randomUUID().toString(), now, now.plus(validity),
				number(options, "requests", MAX_REQUESTS), LevelToken.levels(options.getOrDefault("levels", "")))
			.sign(secret);
	}

	private static int number(Map<String, String> options, String name, int most) {
		String text = options.getOrDefault(name, "");
		try {
			int number = Integer.parseInt(text);
			if (number >= 1 && number <= most) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below.
		}
		throw new IllegalArgumentException("'" + name + "' must be from 1 to " + most + ", but was '" + text + "'");
	}

}
