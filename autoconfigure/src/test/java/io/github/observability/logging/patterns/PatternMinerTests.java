package io.github.observability.logging.patterns;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.observability.testing.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Patterns of single lines, and the room that many need.
 */
class PatternMinerTests {

	private static final List<String> REASONS = List.of("Broken pipe", "No route to host", "Link severed",
			"Permission denied", "Could not read from stream", "Connection reset by peer");

	private final PatternMiner miner = new PatternMiner();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Took 17 ms                                | Took <*>
			Took 17.5ms for 3 rows                    | Took <*> for <*> rows
			blk_-1608 moved to /10.0.0.1:50010        | <*> moved to <*>
			read /var/log/app and C:\\Temp\\a.txt     | read <*> and <*>
			uid=root tty=ssh ruser= done              | uid=<*> tty=<*> ruser=<*>
			lines [1, 2, 3] and [4]                   | lines <*> and <*>
			lines 1, 2, 3, 4 read                     | lines <*> read
			user "ada lovelace" can't enter           | user <*> can't enter
			cause {a=1, b=2} of (x, y, z)             | cause <*> of <*>
			from cf:bc:bd:cb:aa:ef on eth0            | from <*> on <*>
			free 3.5 GB, enabled true                 | free <*>, enabled <*>
			class org.example.rides.Fare is new       | class <*> is new
			wait <1 sec                               | wait <*>
			ran rm -f /tmp/app and left               | ran rm <*> and left
			Ride [not requested]                      | Ride [not requested]
			""")
	void masksWhatVariesByItsForm(String text, String pattern) {
		assertThat(add(text).text()).isEqualTo(pattern);
	}

	@Test
	void findsTextsOfTheSamePattern() {
		TextPattern pattern = TextPattern.of("Took 17 ms for ride 4");
		assertThat(pattern).hasToString("Took <*> for ride <*>");
		assertThat(pattern.matches("Took 2.5s for ride r-12")).isTrue();
		assertThat(pattern.matches("Took 17 ms for fare 4")).isFalse();
		assertThat(TextPattern.of("Took <*> for ride <*>").matches("Took 3 ms for ride 9")).isTrue();
	}

	@Test
	void learnsWhichWordsVary() {
		for (String user : List.of("ada", "grace", "alan", "edsger", "barbara", "john")) {
			add("Session opened for user " + user + " by the gateway");
		}
		this.miner.settle();
		assertThat(this.miner.patterns()).hasSize(1)
			.first()
			.satisfies((pattern) -> assertThat(pattern.text()).isEqualTo("Session opened for user <*> by the gateway"))
			.satisfies((pattern) -> assertThat(pattern.count()).isEqualTo(6));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Could not send data to client: %s    | Could not send data to client: <*>
			Link of the port is down (%s) again  | Link of the port is down (<*>) again
			Session ended with error [%s] again  | Session ended with error [<*>] again
			""")
	void learnsWhichTextsVary(String text, String pattern) {
		for (String reason : REASONS) {
			add(text.formatted(reason));
		}
		this.miner.settle();
		add(text.formatted("Address already in use"));
		assertThat(this.miner.patterns()).extracting(LogPattern::text).containsExactly(pattern);
		assertThat(this.miner.patterns()).extracting(LogPattern::count).containsExactly(REASONS.size() + 1L);
	}

	@Test
	void keepsTheMessagesOfAComponentApart() {
		for (String reason : REASONS) {
			add("gateway: " + reason);
		}
		this.miner.settle();
		assertThat(this.miner.patterns()).hasSameSizeAs(REASONS);
	}

	@Test
	void replacesOneWordOfATextWhereOnlyItVaries() {
		for (String user : List.of("ada", "grace", "alan", "edsger", "barbara", "john")) {
			add("Request of the user failed: " + user + " not found");
			add("Request of the user failed: " + user + " has expired");
		}
		this.miner.settle();
		assertThat(this.miner.patterns()).extracting(LogPattern::text)
			.containsExactlyInAnyOrder("Request of the user failed: <*> not found",
					"Request of the user failed: <*> has expired");
	}

	@Test
	void keepsLongMessagesBehindAColonApart() {
		for (String reason : REASONS) {
			add("Message of the other side: " + reason + " while the pool of connections was being closed");
		}
		this.miner.settle();
		assertThat(this.miner.patterns()).hasSameSizeAs(REASONS);
	}

	@Test
	void keepsDifferentEventsApart() {
		add("Session opened for ada");
		add("Session closed for ada");
		add("Session refused for ada");
		assertThat(this.miner.patterns()).hasSize(3);
	}

	@Test
	void keepsLevelsAndLoggersApart() {
		this.miner.add(new PatternLine("a", "INFO", null, "Took 17 ms", 0, null));
		this.miner.add(new PatternLine("a", "WARN", null, "Took 17 ms", 0, null));
		this.miner.add(new PatternLine("b", "INFO", null, "Took 17 ms", 0, null));
		assertThat(this.miner.patterns()).hasSize(3);
	}

	@Test
	void groupsByTheTemplateWhereThereIsOne() {
		LogPattern first = this.miner.add(new PatternLine("a", "INFO", "Ride {} of {}", "Ride one of ada", 1, "t-1"));
		LogPattern second = this.miner.add(new PatternLine("a", "INFO", "Ride {} of {}", "Ride x of y z", 2, "t-2"));
		assertThat(second).isSameAs(first);
		assertThat(first.text()).isEqualTo("Ride {} of {}");
		assertThat(first.isMined()).isFalse();
		assertThat(first.sample()).isEqualTo("Ride one of ada");
		assertThat(first.traceIds()).containsExactly("t-1", "t-2");
		assertThat(this.miner.add(new PatternLine("a", "INFO", null, "Ride {} of {}", 2, null))).isNotSameAs(first);
	}

	@Test
	void holdsABoundedNumberOfPatternsAndThoseInUseLongest() {
		for (int i = 0; i < Volume.of(5_000, 200_000); i++) {
			this.miner.add(new PatternLine("a", "INFO", "Template {} " + i, "x", i, null));
			if (i % 100 == 0) {
				add("Heartbeat received");
			}
		}
		assertThat(this.miner.patterns()).hasSize(PatternMiner.MAX_PATTERNS)
			.anySatisfy((pattern) -> assertThat(pattern.text()).isEqualTo("Heartbeat received"));
		assertThat(this.miner.evicted()).isPositive();
	}

	@Test
	void staysBelowTenMegabytes() {
		Random random = new Random(1);
		Runtime runtime = Runtime.getRuntime();
		long before = used(runtime);
		for (int i = 0; i < 20_000; i++) {
			if (i % 1_000 == 0) {
				this.miner.settle();
			}
			String words = String.join(" ", IntStream.range(0, 40).mapToObj((word) -> word(random)).toList());
			this.miner.add(new PatternLine("org.example.Logger" + i % 10, "ERROR", null, words, i, "trace-" + i));
		}
		assertThat(used(runtime) - before).isLessThan(10 * 1024 * 1024);
		assertThat(this.miner.patterns()).isNotEmpty();
	}

	private static String word(Random random) {
		return random.ints(3 + random.nextInt(8), 'a', 'z' + 1)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static long used(Runtime runtime) {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 5; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

	@Test
	void readsHostileText() {
		for (String text : List.of("", " ", "[", "{", "((((", "\"", "'", "=", ",,,,", ":", "<", "\uD83D", "\u0000",
				"a,", "a:", "ab:cd", "<*>", "{}".repeat(600), "[".repeat(5_000), "x".repeat(100_000),
				"1 ".repeat(50_000), "a=".repeat(5_000))) {
			assertThat(add(text).text()).hasSizeLessThan(4_000);
		}
	}

	private LogPattern add(String text) {
		return this.miner.add(new PatternLine("org.example", "INFO", null, text, 0, null));
	}

}
