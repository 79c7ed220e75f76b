package io.github.observability.logging.patterns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines in the manner of the logs of known systems, with the template that each was made
 * from. The same seed makes the same lines.
 */
final class LogCorpus {

	private static final String FILE = "/log-corpus/templates.txt";

	private static final List<String> USERS = List.of("root", "admin", "test", "oracle", "guest", "jsmith", "m.weber",
			"deploy", "postgres", "ftpuser", "nagios", "git", "www-data", "ubuntu", "pi", "support", "user1", "anna",
			"backup", "mysql", "hadoop", "tomcat", "uucp", "webmaster", "student", "info", "demo", "carlos", "li",
			"service-account");

	private static final List<String> WORDS = List.of("orders", "payments", "invoice", "ride", "pricing", "driver",
			"session", "ledger", "catalog", "search", "profile", "refund", "voucher", "fleet", "tracking", "dispatch",
			"billing", "stripe", "adyen", "manual", "expired", "nightly", "reindex", "export", "cleanup");

	private static final List<String> STATES = List.of("NEW", "INITED", "SETUP", "RUNNING", "COMMITTING", "SUCCEEDED",
			"FAILED", "KILL_WAIT", "KILLED", "ASSIGNED", "UNASSIGNED", "SCHEDULED", "FAIL_CONTAINER_CLEANUP", "LOOKING",
			"FOLLOWING", "LEADING");

	private static final List<String> EXCEPTIONS = List.of("java.io.IOException", "java.net.SocketException",
			"java.io.EOFException", "java.lang.IllegalStateException", "java.net.SocketTimeoutException",
			"com.jcraft.jsch.JSchException", "org.apache.hadoop.ipc.RemoteException",
			"java.nio.channels.ClosedChannelException");

	private static final List<String> REASONS = List.of("Connection reset by peer", "Broken pipe", "No route to host",
			"Connection refused", "Link severed", "Permission denied", "Connection timed out after 60000 ms",
			"No such file or directory", "Could not read from stream");

	private static final Map<String, List<String>> LISTS = Map.ofEntries(Map.entry("user", USERS),
			Map.entry("word", WORDS), Map.entry("state", STATES), Map.entry("exception", EXCEPTIONS),
			Map.entry("reason", REASONS), Map.entry("method", List.of("GET", "POST", "PUT", "DELETE", "PATCH")),
			Map.entry("bool", List.of("true", "false")), Map.entry("onoff", List.of("on", "off")),
			Map.entry("linkstate", List.of("ACTIVE", "INIT", "DOWN", "ARMED")),
			Map.entry("letter", List.of("a", "c", "x", "q")),
			Map.entry("currency", List.of("EUR", "USD", "GBP", "CHF")),
			Map.entry("op", List.of("create", "delete", "setData", "multi", "exists")),
			Map.entry("error", List.of("NoNode", "NodeExists", "BadVersion", "insufficient_funds", "do_not_honor")),
			Map.entry("proc",
					List.of("syslogd", "crond", "sendmail", "named", "httpd", "mysqld", "sshd", "klogd", "random",
							"portmap", "bluetooth", "cupsd", "com.apple.xpc", "mds", "kernel_task")),
			Map.entry("wclient",
					List.of("WindowsUpdateAgent", "SPP", "DISM Package Manager Provider", "TrustedInstaller")),
			Map.entry("hresult", List.of("CBS_E_INVALID_PACKAGE", "CBS_E_MANIFEST_INVALID_ITEM", "E_FAIL")),
			Map.entry("bios", List.of("usable", "reserved", "ACPI data", "ACPI NVS")),
			Map.entry("wake", List.of("RTC (Alarm)", "ARPT (Network)", "EC.LidOpen", "?")),
			Map.entry("thread",
					List.of("Abandoned connection cleanup thread", "pool-7-thread-1", "Timer-0",
							"HikariPool-1 housekeeper")),
			Map.entry("comp", List.of("gige7", "alt0", "scip1", "tserver3", "storage2")),
			Map.entry("tag", List.of("View Lock", "RILJ_ACK_WL", "*launch*", "AudioMix", "WindowManager")),
			Map.entry("bean", List.of("channel.jni:jni", "vm:", "worker.jni:onStartup")),
			Map.entry("sql",
					List.of("select * from rides where id = 17", "update fares set amount = 3900 where ride = 4",
							"insert into ledger (id, amount) values (1, 2), (3, 4)", "commit")));

	private final Random random;

	private LogCorpus(long seed) {
		this.random = new Random(seed);
	}

	/**
	 * Make lines of each system.
	 * @param lines how many lines of each
	 * @param seed decides which ones
	 * @return the lines by system
	 */
	static Map<String, List<Line>> generate(int lines, long seed) {
		Map<String, List<String>> systems = new LinkedHashMap<>();
		List<String> templates = List.of();
		for (String line : read().lines().filter((each) -> !each.isBlank() && !each.startsWith("#")).toList()) {
			if (line.startsWith("= ")) {
				templates = new ArrayList<>();
				systems.put(line.substring(2), templates);
			}
			else {
				templates.add(line);
			}
		}
		Map<String, List<Line>> corpus = new LinkedHashMap<>();
		systems
			.forEach((system, each) -> corpus.put(system, new LogCorpus(seed + system.hashCode()).lines(each, lines)));
		return corpus;
	}

	private static String read() {
		try (InputStream stream = LogCorpus.class.getResourceAsStream(FILE)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private List<Line> lines(List<String> templates, int count) {
		List<Integer> weighted = new ArrayList<>();
		for (int i = 0; i < templates.size(); i++) {
			String template = templates.get(i);
			int weight = Integer.parseInt(template.substring(0, template.indexOf(' ')));
			for (int j = 0; j < weight; j++) {
				weighted.add(i);
			}
		}
		List<Line> lines = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			int template = weighted.get(this.random.nextInt(weighted.size()));
			String text = templates.get(template);
			lines.add(new Line(template, fill(text.substring(text.indexOf(' ') + 1))));
		}
		return lines;
	}

	private String fill(String template) {
		StringBuilder text = new StringBuilder();
		int at = 0;
		while (at < template.length()) {
			int open = template.indexOf('{', at);
			int close = (open != -1) ? template.indexOf('}', open) : -1;
			if (open == -1) {
				return text.append(template, at, template.length()).toString();
			}
			String name = template.substring(open + 1, close);
			if (!isName(name)) {
				// A brace of the text.
				text.append(template, at, open + 1);
				at = open + 1;
				continue;
			}
			text.append(template, at, open).append(value(name));
			at = close + 1;
		}
		return text.toString();
	}

	private static boolean isName(String name) {
		return !name.isEmpty() && name.chars().allMatch((c) -> c >= 'a' && c <= 'z');
	}

	private String value(String name) {
		List<String> list = LISTS.get(name);
		if (list != null) {
			return one(list);
		}
		return switch (name) {
			case "int" -> integer();
			case "float" -> String.format(Locale.ROOT, "%.2f", this.random.nextDouble() * 1_000);
			case "ip" -> IntStream.range(0, 4).mapToObj((i) -> below(256)).collect(Collectors.joining("."));
			case "port" -> Integer.toString(1_024 + this.random.nextInt(60_000));
			case "hex" -> hex(4 + this.random.nextInt(12));
			case "uuid" -> new UUID(this.random.nextLong(), this.random.nextLong()).toString();
			case "blk" -> "blk_" + (this.random.nextBoolean() ? "-" : "") + Math.abs(this.random.nextLong());
			case "path" -> path();
			case "winpath" -> "C:\\Windows\\" + one(WORDS) + "\\" + one(WORDS) + ".dll";
			case "file" -> one(WORDS) + ".go";
			case "host" -> host();
			case "pxhost" -> this.random.nextBoolean() ? host() : "proxy." + one(WORDS) + ".edu.hk";
			case "class" -> "org.example." + one(WORDS) + "." + capital(one(WORDS)) + "Handler";
			case "bundle" -> "com.apple." + one(WORDS);
			case "package" -> "com." + one(WORDS) + "." + one(WORDS);
			case "activity" -> "com." + one(WORDS) + ".app/." + capital(one(WORDS)) + "Activity";
			case "action" -> "android.intent.action." + one(WORDS).toUpperCase(Locale.ROOT);
			case "ms" -> (this.random.nextBoolean() ? below(900) + "ms" : below(30) + "." + below(9) + "s");
			case "size" -> below(900) + "." + below(9) + " " + one(List.of("B", "KB", "MB", "GB"));
			case "date" -> String.format("2026-11-%02dT%02d:%02d:%02dZ", 1 + this.random.nextInt(28),
					this.random.nextInt(24), this.random.nextInt(60), this.random.nextInt(60));
			case "clock" -> "0:0" + below(10) + ":" + (10 + this.random.nextInt(50)) + "." + below(999);
			case "mac" -> IntStream.range(0, 6).mapToObj((i) -> hex(2)).collect(Collectors.joining(":"));
			case "version" -> "6." + below(4) + "." + below(9_999) + "." + below(30_000);
			case "lifetime" ->
				(this.random.nextInt(3) == 0) ? "<1 sec" : "0" + below(10) + ":" + (10 + this.random.nextInt(50));
			case "client" -> "consumer-" + one(WORDS) + "-" + below(5);
			case "paths" -> several(",", this::path);
			case "iplist" -> several(" ", () -> value("ip") + ":" + value("port"));
			case "users" -> several(",", () -> one(USERS));
			case "partitions" -> several(", ", () -> one(WORDS) + "-" + below(12));
			default -> throw new IllegalStateException("No values for '" + name + "'");
		};
	}

	private String several(String separator, Supplier<String> value) {
		return IntStream.rangeClosed(0, this.random.nextInt(4))
			.mapToObj((i) -> value.get())
			.collect(Collectors.joining(separator));
	}

	private String host() {
		return switch (this.random.nextInt(3)) {
			case 0 -> one(WORDS) + "-" + below(40);
			case 1 -> one(WORDS) + "." + one(WORDS) + ".example.com";
			default -> "host" + below(200) + "." + one(WORDS) + ".net";
		};
	}

	private String path() {
		return "/" + IntStream.rangeClosed(0, this.random.nextInt(4))
			.mapToObj((i) -> (this.random.nextInt(3) == 0) ? one(WORDS) + below(90) : one(WORDS))
			.collect(Collectors.joining("/"));
	}

	private String integer() {
		return switch (this.random.nextInt(3)) {
			case 0 -> below(10);
			case 1 -> below(10_000);
			default -> below(100_000_000);
		};
	}

	private String hex(int length) {
		return IntStream.range(0, length)
			.mapToObj((i) -> Character.toString("0123456789abcdef".charAt(this.random.nextInt(16))))
			.collect(Collectors.joining());
	}

	private String below(int bound) {
		return Integer.toString(this.random.nextInt(bound));
	}

	private String one(List<String> values) {
		return values.get(this.random.nextInt(values.size()));
	}

	private static String capital(String word) {
		return Character.toUpperCase(word.charAt(0)) + word.substring(1);
	}

	/**
	 * A line.
	 *
	 * @param template the number of its template
	 * @param text the text
	 */
	record Line(int template, String text) {
	}

}
