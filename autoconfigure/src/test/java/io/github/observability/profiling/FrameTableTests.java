package io.github.observability.profiling;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

class FrameTableTests {

	private static final int RECENT = 30;

	private final FrameTable table = new FrameTable();

	@Test
	void comparesWithTheHourBefore() {
		windows(RECENT, "old", 10);
		assertThat(this.table.top(Map.of())).singleElement().satisfies((row) -> {
			assertThat(row.shareHourBefore()).isNull();
			assertThat(row.newInTopTen()).isFalse();
		});
		for (int i = 0; i < RECENT; i++) {
			add("old", 15);
			add("new", 5);
			this.table.roll();
		}
		assertThat(this.table.samples()).isEqualTo(20 * RECENT);
		assertThat(this.table.top(Map.of())).containsExactly(new FrameTable.Row("old", 0.75, 1.0, null, false),
				new FrameTable.Row("new", 0.25, 0.0, null, true));
	}

	@Test
	void comparesWithTheVersionBefore() {
		windows(RECENT, "same", 10);
		windows(1, "added", 20);
		assertThat(this.table.top(Map.of("same", 1.0))).extracting(FrameTable.Row::name, FrameTable.Row::newInTopTen)
			.containsExactly(tuple("same", false), tuple("added", true));
	}

	@Test
	void callsNothingNewThatMayBeChance() {
		windows(RECENT, "old", 100);
		windows(RECENT - 1, "old", 100);
		add("old", 99);
		add("rare", 1);
		this.table.roll();
		assertThat(this.table.top(Map.of())).noneMatch(FrameTable.Row::newInTopTen);
	}

	@Test
	void forgetsWhatIsOlderThanAnHour() {
		windows(1, "old", 1_000);
		windows(RECENT + 360, "today", 1);
		assertThat(this.table.shares()).containsOnlyKeys("today");
	}

	@Test
	void countsNamesPastItsBoundTogether() {
		for (int i = 0; i < 5_000; i++) {
			this.table.add("frame" + i, 1);
		}
		this.table.roll();
		assertThat(this.table.top(Map.of()).get(0)).satisfies((row) -> {
			assertThat(row.name()).isEqualTo("other");
			assertThat(row.share()).isEqualTo(0.8);
			assertThat(row.newInTopTen()).isFalse();
		});
	}

	@Test
	void keepsTheVersionBeforeInAFile(@TempDir Path directory) throws IOException {
		Path path = directory.resolve("top");
		VersionFile first = new VersionFile(path, "1");
		first.read();
		assertThat(first.before().version()).isNull();
		first.write(Map.of("a = b # c", 0.5), Map.of("byte[]", 1.0));
		VersionFile second = new VersionFile(path, "2");
		second.read();
		assertThat(second.before())
			.isEqualTo(new VersionFile.Shares("1", Map.of("a = b # c", 0.5), Map.of("byte[]", 1.0)));
		second.write(Map.of("d", 1.0), Map.of());
		VersionFile restarted = new VersionFile(path, "2");
		restarted.read();
		assertThat(restarted.before().version()).isEqualTo("1");
		Files.writeString(path, "version=1\ncpu.x=much\n");
		VersionFile corrupt = new VersionFile(path, "3");
		corrupt.read();
		assertThat(corrupt.before().version()).isNull();
	}

	private void windows(int count, String name, int samples) {
		for (int i = 0; i < count; i++) {
			add(name, samples);
			this.table.roll();
		}
	}

	private void add(String name, int samples) {
		for (int i = 0; i < samples; i++) {
			this.table.add(name, 1);
		}
	}

}
