package io.github.observability.logging.delivery;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lines about dropped lines, by a clock that the tests set.
 */
class DropReportTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(DropReport.class);

	private final Lines lines = new Lines();

	private final AtomicLong nanos = new AtomicLong();

	private final DeliveryCounts counts = new DeliveryCounts();

	private final DropReport report = new DropReport(this.counts, this.nanos::get);

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.lines);
	}

	@Test
	void reportsNothingWhereNothingIsDropped() {
		this.report.taken();
		drop(3);
		assertThat(this.lines.messages).isEmpty();
	}

	@Test
	void reportsOnceAnOutputTakesLinesAgain() {
		drop(3);
		this.report.taken();
		awaitLines(1);
		assertThat(this.lines.messages).containsExactly("3 log lines were dropped because an output did not accept them");
	}

	@Test
	void reportsAtMostOnceAMinute() {
		drop(3);
		this.report.taken();
		awaitLines(1);
		this.nanos.addAndGet(Duration.ofSeconds(59).toNanos());
		drop(4);
		this.report.taken();
		this.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
		drop(5);
		this.report.taken();
		awaitLines(2);
		assertThat(this.lines.messages).last().asString().startsWith("9 log lines were dropped");
	}

	@Test
	void doesNotReportThatItsOwnLineWasDropped() {
		drop(3);
		this.report.taken();
		awaitLines(1);
		drop(2);
		this.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
		this.report.taken();
		drop(1);
		this.nanos.addAndGet(Duration.ofMinutes(2).toNanos());
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			this.report.taken();
			return this.lines.messages.size() > 1;
		});
		assertThat(this.lines.messages).last().asString().startsWith("3 log lines were dropped");
	}

	@Test
	void triesAgainLaterIfNoThreadCanBeStarted() {
		AtomicInteger tries = new AtomicInteger();
		DropReport report = new DropReport(this.counts, this.nanos::get, (task) -> {
			if (tries.incrementAndGet() == 1) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			return new Thread(task);
		});
		this.counts.dropped(Level.INFO_INT);
		report.dropped();
		report.taken();
		report.taken();
		assertThat(tries).hasValue(1);
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		report.taken();
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.lines.messages.size() == 1);
		assertThat(this.lines.messages).last().asString().startsWith("1 log lines were dropped");
	}

	private void drop(int lines) {
		for (int i = 0; i < lines; i++) {
			this.counts.dropped(Level.INFO_INT);
			this.report.dropped();
		}
	}

	private void awaitLines(int lines) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
			// The thread of the last line may still be ending.
			this.report.taken();
			return this.lines.messages.size() >= lines;
		});
	}

	private static final class Lines extends AppenderBase<ILoggingEvent> {

		private final List<String> messages = new CopyOnWriteArrayList<>();

		@Override
		protected void append(ILoggingEvent event) {
			this.messages.add(event.getFormattedMessage());
		}

	}

}
