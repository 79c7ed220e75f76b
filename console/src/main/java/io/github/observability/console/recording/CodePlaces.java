package io.github.observability.console.recording;

import java.net.URL;
import java.security.CodeSource;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.observability.BoundedMap;
import io.github.observability.ConditionalOnFeature;
import org.jspecify.annotations.Nullable;

/**
 * Remembers which line of the application made a call, from its start to its end. Classes
 * of the application are those that lie in a folder, as in development they do; libraries
 * lie in jars.
 */
final class CodePlaces {

	static final int MAX_OPEN = 10_000;

	private static final StackWalker WALKER = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

	/** In a build of the starter itself its classes lie in folders, too. */
	private static final Set<String> OURS = Stream.of(CodePlaces.class, ConditionalOnFeature.class)
		.map((type) -> String.valueOf(place(type)))
		.collect(Collectors.toUnmodifiableSet());

	private static final ClassValue<Boolean> APPLICATION = new ClassValue<>() {

		@Override
		protected Boolean computeValue(Class<?> type) {
			URL place = place(type);
			return place != null && place.getPath().endsWith("/") && !type.isHidden() && !type.getName().contains("$$")
					&& !OURS.contains(place.toString());
		}

	};

	/** A call whose span never ends makes room for others. */
	private final Map<String, Place> open = Collections.synchronizedMap(BoundedMap.droppingOldest(MAX_OPEN));

	private static @Nullable URL place(Class<?> type) {
		CodeSource source = type.getProtectionDomain().getCodeSource();
		return (source != null) ? source.getLocation() : null;
	}

	/**
	 * Remember the place that this thread comes from.
	 * @param spanId the id of the span that starts
	 */
	void started(String spanId) {
		Place place = WALKER.walk((frames) -> frames.filter((frame) -> APPLICATION.get(frame.getDeclaringClass()))
			.findFirst()
			.map((frame) -> new Place(frame.getClassName() + "." + frame.getMethodName(), frame.getLineNumber()))
			.orElse(null));
		if (place != null) {
			this.open.put(spanId, place);
		}
	}

	@Nullable Place ended(String spanId) {
		return this.open.remove(spanId);
	}

	/**
	 * A line of the application.
	 *
	 * @param function the class and the method
	 * @param line the line, negative if unknown
	 */
	record Place(String function, int line) {

	}

}
