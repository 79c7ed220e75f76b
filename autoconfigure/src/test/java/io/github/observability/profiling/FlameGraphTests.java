package io.github.observability.profiling;

import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class FlameGraphTests {

	private final Stacks stacks = new Stacks(100);

	@Test
	void addsUpStacks() {
		this.stacks.add(List.of("a", "b"), 2);
		this.stacks.add(List.of("a"), 1);
		this.stacks.add(List.of("a", "b"), 3);
		this.stacks.add(List.of("c;d\ne"), 4);
		this.stacks.add(List.of(), 5);
		assertThat(this.stacks.collapsed()).isEqualTo("a 1\na;b 5\nc,d e 4\n[unknown] 5\n");
		assertThat(this.stacks.samples()).isEqualTo(5);
	}

	@Test
	void losesNoWeightPastItsBounds() {
		for (int i = 0; i < 1_000; i++) {
			this.stacks.add(List.of("root", "frame" + i), 1);
		}
		this.stacks.add(Collections.nCopies(10_000, "root"), 1);
		assertThat(this.stacks.root().total()).isEqualTo(1_001);
		assertThat(this.stacks.collapsed()).hasLineCount(99);
		assertThat(this.stacks.collapsed().lines().mapToLong((line) -> Long.parseLong(line.split(" ")[1])).sum())
			.isEqualTo(1_001);
		assertThat(this.stacks.cut()).isEqualTo(1_001 - 98);
	}

	@Test
	void isOneFileThatLoadsNothing() {
		this.stacks.add(List.of("com.example.Orders.place"), 1);
		String page = FlameGraph.render(this.stacks, "cpu", "samples");
		assertThat(page).contains("com.example.Orders.place")
			.contains("default-src 'none'")
			.doesNotContain("http:")
			.doesNotContain("https:")
			.doesNotContain("innerHTML")
			.doesNotContain("{script")
			.doesNotContain("{style")
			.doesNotContain("{data}");
		assertThat(page.split("script-src '")[1]).startsWith("sha256-");
	}

	@Test
	void containsNamesAsTextOnly() {
		String name = "</script><script>alert('x')</script><img src=x onerror=alert(1)>\u2028&amp;\"\\${data}{script}";
		this.stacks.add(List.of(name, "ordinary"), 3);
		String page = FlameGraph.render(this.stacks, name, "samples");
		assertThat(page).doesNotContain("alert('x')").doesNotContain("<img").doesNotContain("\u2028");
		assertThat(page.split("<script", -1)).hasSize(3);
		JsonNode data = JsonMapper.shared()
			.readTree(page.substring(page.indexOf("id=\"data\">") + 10, page.indexOf("</script>")));
		assertThat(data.get("title").stringValue()).isEqualTo(name);
		assertThat(data.get("names").get(1).stringValue()).isEqualTo(name);
		assertThat(data.get("root")).hasToString("[0,3,[[1,3,[[2,3,[]]]]]]");
	}

	@Test
	void leavesOutWhatIsTooNarrowToSee() {
		this.stacks.add(List.of("wide"), 1_000_000);
		this.stacks.add(List.of("narrow"), 1);
		assertThat(FlameGraph.render(this.stacks, "alloc", "bytes")).contains("wide").doesNotContain("narrow");
		assertThat(FlameGraph.render(new Stacks(10), "cpu", "samples")).contains("[0,0,[]]");
	}

}
