package io.github.observability.incidents;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.github.observability.incidents.signal.MeterChanges;
import io.github.observability.incidents.signal.Subject;
import org.jspecify.annotations.Nullable;

/**
 * The latest changes. Any thread may add one; the thread that reads the signals takes
 * them over. First signs in the code come in crowds and make room for each other only.
 */
final class Changes implements ChangeReporter, MeterChanges {

	private static final int MOST = 200;

	private static final int MOST_NEWS = 100;

	private static final int LONGEST = 200;

	private final LongSupplier millis;

	private final Queue<ChangeEvent> reported = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final Deque<ChangeEvent> events = new ArrayDeque<>();

	Changes(LongSupplier millis) {
		this.millis = millis;
	}

	@Override
	public void featureFlag(String name, @Nullable Object before, Object after) {
		change(ChangeType.FEATURE_FLAG, name, before, after);
	}

	@Override
	public void change(ChangeType type, String name, @Nullable Object before, @Nullable Object after) {
		add(type, name, text(before), text(after));
	}

	@Override
	public void poolResized(String pool, String before, String after) {
		add(ChangeType.POOL_RESIZED, pool, before, after);
	}

	@Override
	public void newException(String exception, Subject subject) {
		add(ChangeType.NEW_EXCEPTION, exception + " in " + subject, null, exception);
	}

	private static @Nullable String text(@Nullable Object value) {
		try {
			return (value != null) ? cut(value.toString()) : null;
		}
		catch (RuntimeException | LinkageError | AssertionError | StackOverflowError ex) {
			return null;
		}
	}

	private static String cut(String text) {
		return (text.length() > LONGEST) ? text.substring(0, LONGEST) : text;
	}

	void add(ChangeType type, String name, @Nullable String before, @Nullable String after) {
		add(type, name, before, after, null);
	}

	void add(ChangeType type, String name, @Nullable String before, @Nullable String after,
			@Nullable String patternId) {
		// Whoever reports need not check its arguments, and must not fail.
		ChangeEvent event = new ChangeEvent(Instant.ofEpochMilli(this.millis.getAsLong()),
				Objects.requireNonNullElse(type, ChangeType.OTHER), cut(String.valueOf(name)), before, after,
				patternId);
		if (this.waiting.incrementAndGet() > MOST) {
			this.waiting.decrementAndGet();
			return;
		}
		this.reported.add(event);
	}

	/**
	 * Take over what was reported since the last call.
	 * @return the changes
	 */
	List<ChangeEvent> takeOver() {
		List<ChangeEvent> taken = new ArrayList<>();
		for (ChangeEvent event = this.reported.poll(); event != null; event = this.reported.poll()) {
			this.waiting.decrementAndGet();
			taken.add(event);
			synchronized (this.events) {
				makeRoom(event.type().isNews());
				this.events.addLast(event);
			}
		}
		return taken;
	}

	private void makeRoom(boolean news) {
		long alike = this.events.stream().filter((each) -> each.type().isNews() == news).count();
		if (alike < (news ? MOST_NEWS : MOST - MOST_NEWS)) {
			return;
		}
		Iterator<ChangeEvent> oldest = this.events.iterator();
		while (oldest.next().type().isNews() != news) {
			// Another kind keeps its place.
		}
		oldest.remove();
	}

	/**
	 * Return the changes, the oldest first.
	 * @return the changes
	 */
	List<ChangeEvent> events() {
		synchronized (this.events) {
			return List.copyOf(this.events);
		}
	}

}
