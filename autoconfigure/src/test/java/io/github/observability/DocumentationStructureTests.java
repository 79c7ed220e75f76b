package io.github.observability;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A reader who follows a link arrives, reaches each page from the index, finds each
 * package in the architecture, and copies commands that find their test.
 */
class DocumentationStructureTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path INDEX = ROOT.resolve("docs/README.md");

	private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)\\s]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private static final Pattern PACKAGE = Pattern.compile("^\\| `([a-z.]+)` \\|", Pattern.MULTILINE);

	private static final Pattern CODE_BLOCK = Pattern.compile("^ *```.*?^ *```", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern TEST_COMMAND = Pattern.compile("mvn .*?-pl ([\\w-]+) .*?-Dtest=(\\w+)");

	@Test
	void indexLinksEachPage() throws IOException {
		Set<Path> linked = links(INDEX).map((link) -> INDEX.resolveSibling(file(link)).normalize())
			.collect(Collectors.toSet());
		assertThat(linked).containsAll(pages("docs").filter((page) -> !page.equals(INDEX)).toList());
	}

	@ParameterizedTest
	@MethodSource("allPages")
	void linksResolve(Path page) throws IOException {
		assertThat(links(page)).allSatisfy((link) -> {
			Path target = file(link).isEmpty() ? page : page.resolveSibling(file(link)).normalize();
			assertThat(target).exists();
			if (link.contains("#")) {
				assertThat(anchors(target)).contains(link.substring(link.indexOf('#') + 1));
			}
		});
	}

	@ParameterizedTest
	@MethodSource("allPages")
	void commandsNameTestsOfTheirModule(Path page) throws IOException {
		for (MatchResult command : TEST_COMMAND.matcher(Files.readString(page)).results().toList()) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(command.group(1)).resolve("src/test/java"))) {
				assertThat(files).as(command.group()).anyMatch((file) -> file.endsWith(command.group(2) + ".java"));
			}
		}
	}

	@Test
	void architectureListsEachPackage() throws IOException {
		Path sources = Path.of("src", "main", "java", "io", "github", "observability");
		try (Stream<Path> files = Files.walk(sources)) {
			Set<String> packages = files.filter(Files::isDirectory)
				.filter((directory) -> !directory.equals(sources))
				.map((directory) -> sources.relativize(directory).toString().replace(File.separatorChar, '.'))
				.collect(Collectors.toSet());
			String page = Files.readString(ROOT.resolve("docs/architecture.md"));
			String table = page.substring(page.indexOf("| Package | Owns |"), page.indexOf("Dependencies between"));
			assertThat(PACKAGE.matcher(table).results().map((row) -> row.group(1)))
				.containsExactlyInAnyOrderElementsOf(packages);
		}
	}

	static Stream<Path> allPages() throws IOException {
		return Stream.concat(pages(""), pages("docs"));
	}

	private static Stream<Path> pages(String directory) throws IOException {
		try (Stream<Path> files = Files.list(ROOT.resolve(directory))) {
			return files.filter((file) -> file.toString().endsWith(".md")).sorted().toList().stream();
		}
	}

	private static Stream<String> links(Path page) throws IOException {
		return LINK.matcher(text(page)).results().map((link) -> link.group(1));
	}

	private static String file(String link) {
		return link.replaceAll("#.*", "");
	}

	/** GitHub's anchors: of a heading in lower case, with dashes for spaces. */
	private static Stream<String> anchors(Path page) throws IOException {
		return HEADING.matcher(text(page))
			.results()
			.map((MatchResult heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'));
	}

	private static String text(Path page) throws IOException {
		return CODE_BLOCK.matcher(Files.readString(page)).replaceAll("");
	}

}
