package io.github.observability.sample;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The two ways to start the sample, with arguments. */
final class StartCommand {

	private StartCommand() {
	}

	static String with(String... properties) {
		String arguments = Arrays.stream(properties).map((each) -> "--" + each).collect(Collectors.joining(" "));
		return "mvn spring-boot:run -Dspring-boot.run.arguments=\"%s\", or java -jar with %s".formatted(arguments,
				arguments);
	}

}
