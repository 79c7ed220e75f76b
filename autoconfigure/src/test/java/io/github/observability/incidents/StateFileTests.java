package io.github.observability.incidents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.observability.incidents.signal.Series;
import io.github.observability.incidents.signal.SignalType;
import io.github.observability.incidents.signal.Subject;
import io.github.observability.testing.OutputLines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class StateFileTests {

	@TempDir
	private Path directory;

	private static List<Series> learned(int count) {
		List<Series> series = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Series each = new Series(SignalType.LATENCY, new Subject(Subject.Type.ROUTE, "GET /r" + i));
			for (long step = 7_000_000; step < 7_000_400; step++) {
				each.add(step, 0.1 + step % 7 / 100.0);
			}
			series.add(each);
		}
		return series;
	}

	@Test
	void restoresBaselinesAndVersion() {
		Path file = this.directory.resolve("sub/state.bin");
		List<Series> written = learned(3);
		new StateFile(file).write("1.4", written);
		StateFile.State state = new StateFile(file).read();
		assertThat(state).isNotNull();
		assertThat(state.version()).isEqualTo("1.4");
		assertThat(state.series()).hasSize(3);
		assertThat(state.series().get(2).name()).isEqualTo(written.get(2).name());
		assertThat(state.series().get(2).detector().baseline()).isEqualTo(written.get(2).detector().baseline());
		assertThat(this.directory.resolve("sub")).isDirectoryContaining((each) -> each.equals(file));
	}

	@Test
	void isSmall() throws IOException {
		Path file = this.directory.resolve("state.bin");
		new StateFile(file).write("1", learned(IncidentsProperties.MOST_SIGNALS));
		assertThat(Files.size(file)).isLessThan(1_000_000);
	}

	@Test
	void ignoresAFileThatIsCorrupt(CapturedOutput output) throws IOException {
		Path file = this.directory.resolve("state.bin");
		new StateFile(file).write("1", learned(2));
		byte[] bytes = Files.readAllBytes(file);
		for (int position : new int[] { 0, 4, 12, 40, bytes.length / 2, bytes.length - 1 }) {
			byte[] corrupt = bytes.clone();
			corrupt[position] ^= 0x55;
			Files.write(file, corrupt);
			assertThat(new StateFile(file).read()).as("byte %d", position).isNull();
		}
		Files.write(file, new byte[0]);
		assertThat(new StateFile(file).read()).isNull();
		Files.write(file, new byte[5_000_000]);
		assertThat(new StateFile(file).read()).isNull();
		assertThat(output).contains("state.bin' are ignored and learned anew");
	}

	@Test
	void ignoresAFileThatCannotBeWritten(CapturedOutput output) throws IOException {
		Path blocked = this.directory.resolve("file");
		Files.writeString(blocked, "");
		StateFile file = new StateFile(blocked.resolve("state.bin"));
		file.write("1", learned(1));
		file.write("1", learned(1));
		assertThat(file.read()).isNull();
		assertThat(OutputLines.with(output, "cannot be written")).hasSize(1);
	}

}
