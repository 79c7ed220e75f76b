package io.github.observability.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProcStatTests {

	@Test
	void tellsUserAndSystemTimeApart() {
		ProcStat stat = ProcStat.parse(line("java", "120 30 7 5"));
		assertThat(stat).isEqualTo(new ProcStat("java", 120, 30, 12));
		assertThat(stat.ticks()).isEqualTo(150);
	}

	@Test
	void readsNamesWithBlanksAndParentheses() {
		assertThat(ProcStat.parse(line("a) (b", "1 2 3 4"))).isEqualTo(new ProcStat("a) (b", 1, 2, 7));
	}

	@Test
	void knowsTheJitCompilerByItsShortenedName() {
		assertThat(ProcStat.parse(line("C2 CompilerThre", "1 2 0 0")).isJitCompiler()).isTrue();
		assertThat(ProcStat.parse(line("C1 CompilerThre", "1 2 0 0")).isJitCompiler()).isTrue();
		assertThat(ProcStat.parse(line("http-nio-8080-e", "1 2 0 0")).isJitCompiler()).isFalse();
	}

	@Test
	void knowsTheProfilerByItsShortenedName() {
		assertThat(ProcStat.parse(line("JFR Event Strea", "1 2 0 0")).isProfiler()).isTrue();
		assertThat(ProcStat.parse(line("observability-p", "1 2 0 0")).isProfiler()).isTrue();
		assertThat(ProcStat.parse(line("observability-s", "1 2 0 0")).isProfiler()).isFalse();
	}

	@Test
	void leavesOutIdleAndWaitingTimeOfTheMachine() {
		assertThat(Proc.busyTicks("cpu  10 1 5 900 40 2 3 4 6 0")).isEqualTo(25);
	}

	private static String line(String name, String times) {
		return "4711 (" + name + ") S 1 4711 4711 0 -1 4194560 100 0 0 0 " + times + " 20 0 30 0 100 1000 200";
	}

}
