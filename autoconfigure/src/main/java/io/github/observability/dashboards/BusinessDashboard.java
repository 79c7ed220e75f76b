package io.github.observability.dashboards;

import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.observability.dashboards.grafana.Dashboard;
import io.github.observability.dashboards.grafana.Panel;
import io.github.observability.dashboards.grafana.Section;
import io.github.observability.dashboards.grafana.Target;
import io.github.observability.dashboards.grafana.Threshold;
import io.github.observability.dashboards.grafana.Variable;
import org.jspecify.annotations.Nullable;

/**
 * What the application does for its users: money, events, funnels, scores and outliers,
 * as the application declared them.
 */
final class BusinessDashboard {

	static final String ID = "business";

	/** Unit of money in the meters: cents rather than euros. */
	private static final String MINOR_UNITS = "minor_units";

	private static final String CURRENCY = "currency";

	private static final int USUAL_DIGITS = 2;

	/** Leaves room for scores, funnels and outliers. */
	private static final int MOST_PANELS_OF_A_KIND = 6;

	private final Application application;

	private final PromQl promQl;

	BusinessDashboard(Application application) {
		this.application = application;
		this.promQl = application.promQl();
	}

	/**
	 * Render the dashboard.
	 * @return the dashboard, {@code null} if the application has no business meter
	 */
	@Nullable Dashboard render() {
		List<RecordedMeter> meters = this.application.inventory().all(RecordedMeter::business);
		List<RecordedMeter> money = meters.stream().filter(BusinessDashboard::isMoney).toList();
		List<RecordedMeter> counters = meters.stream()
			.filter((meter) -> meter.kind() == MeterKind.COUNTER && !isMoney(meter))
			.toList();
		List<RecordedMeter> timers = meters.stream().filter((meter) -> meter.kind() == MeterKind.TIMER).toList();
		List<RecordedMeter> gauges = meters.stream().filter((meter) -> meter.kind() == MeterKind.GAUGE).toList();
		List<Section> sections = Sections.of("", totals(money, counters), "Money", each(money, this::money), "Events",
				each(counters, this::events), "Funnels and scores", funnelsAndScores(), "Durations and levels",
				durationsAndLevels(timers, gauges));
		if (sections.isEmpty()) {
			return null;
		}
		return new Dashboard(ID, Dashboard.uid(this.application.name(), ID), this.application.name() + " / Business",
				"What the service achieves for its users. A drop without an error in the service dashboard is a product "
						+ "problem, a drop with one is an incident."
						+ leftOut(List.of(money, counters, timers, gauges)),
				sections, variables(), this.application.annotations(), this.application.links());
	}

	private static String leftOut(List<List<RecordedMeter>> kinds) {
		List<String> names = kinds.stream()
			.flatMap((kind) -> kind.stream().skip(MOST_PANELS_OF_A_KIND))
			.map(RecordedMeter::name)
			.toList();
		return names.isEmpty() ? "" : " Not shown, as a dashboard has at most " + Dashboard.MOST_PANELS + " panels: "
				+ names.size() + " further meters, from " + names.get(0) + " on.";
	}

	private List<Variable> variables() {
		List<Variable> variables = new ArrayList<>(this.application.dataSources());
		String known = Sections.knownSeries(this.application);
		String application = this.application.properties().applicationLabel();
		variables.add(Variable.one("application", "Application", "label_values(" + known + ", " + application + ")",
				this.application.name()));
		variables.add(Variable.all("instance", "Instance", "label_values(" + known + "{" + application
				+ "=~\"$application\"}, " + this.application.properties().instanceLabel() + ")"));
		return variables;
	}

	private static boolean isMoney(RecordedMeter meter) {
		return meter.kind() == MeterKind.COUNTER && MINOR_UNITS.equals(meter.unit());
	}

	private static List<@Nullable Panel> each(List<RecordedMeter> meters, Function<RecordedMeter, Panel> panel) {
		return new ArrayList<>(meters.stream().limit(MOST_PANELS_OF_A_KIND).map(panel).toList());
	}

	private List<@Nullable Panel> totals(List<RecordedMeter> money, List<RecordedMeter> counters) {
		List<@Nullable Panel> panels = new ArrayList<>();
		RecordedMeter score = this.application.find(MeterRole.SCORE);
		if (score != null) {
			panels.add(Panel.stat("Scores")
				.describedAs("From 0 to 1. The contributions below tell which component lowers a score.")
				.in("percentunit")
				.color(Threshold.below(0.8, 0.5))
				.show(Target.series(PromQl.aggregated("min", this.promQl.select(score.metric()), "score"), "{{score}}"))
				.build());
		}
		money.stream()
			.limit(2)
			.forEach((meter) -> panels.add(Panel.stat(title(meter))
				.describedAs(description(meter) + "Within the time shown.")
				.in("none")
				.show(Target.now(majorUnits(meter, PromQl.SHOWN), "{{currency}}"))
				.build()));
		counters.stream()
			.limit(3)
			.forEach((meter) -> panels.add(Panel.stat(title(meter))
				.describedAs(description(meter) + "Within the time shown.")
				.in(unit(meter, "short"))
				.show(Target.now(PromQl.sum(this.promQl.increase(meter.metric(), PromQl.SHOWN)), title(meter)))
				.build()));
		RecordedMeter outlier = this.application.find(MeterRole.OUTLIER);
		if (outlier != null) {
			panels.add(Panel.stat("Outliers")
				.describedAs("Groups, such as regions, that fail more often than the others. The panel 'Failures "
						+ "relative to the median group' names them.")
				.color(Threshold.above(1))
				.show(Target.series(PromQl.sum(PromQl.max(this.promQl.select(outlier.metric()), "comparison", "group")),
						"groups"))
				.build());
		}
		return Sections.evenly(panels);
	}

	private Panel money(RecordedMeter meter) {
		return Panel.timeSeries(title(meter) + " per hour")
			.describedAs(description(meter) + "At the current rate, by currency, in major units.")
			.in("none")
			.show(Target.series("3600 * (" + rateOfMoney(meter) + ")", "{{currency}}"))
			.build();
	}

	private Panel events(RecordedMeter meter) {
		String label = firstLabel(meter);
		String rate = PromQl.sum(this.promQl.rate(meter.metric()),
				(label != null) ? new String[] { label } : new String[0]);
		return Panel.timeSeries(title(meter) + " per minute")
			.describedAs(description(meter) + "A drop to 0 of one line only points to what that line stands for.")
			.in(unit(meter, "short"))
			.stacked()
			.show(Target.series("60 * " + rate, (label != null) ? "{{" + label + "}}" : title(meter)))
			.build();
	}

	private List<@Nullable Panel> funnelsAndScores() {
		List<@Nullable Panel> panels = new ArrayList<>();
		RecordedMeter steps = this.application.find(MeterRole.FUNNEL_STEPS);
		if (steps != null) {
			panels.add(Panel.bars("Steps of funnels")
				.describedAs("How often each step was reached within the time shown. A step that is far below the one "
						+ "before it loses users.")
				.show(Target.now("sort_desc("
						+ PromQl.sum(this.promQl.increase(steps.metric(), PromQl.SHOWN), "funnel", "step") + ")",
						"{{funnel}}: {{step}}"))
				.build());
		}
		RecordedMeter dropOff = this.application.find(MeterRole.FUNNEL_DROP_OFF);
		if (dropOff != null) {
			panels.add(Panel.timeSeries("Drop-off by step")
				.describedAs("Share of the previous step that did not reach this one, since the instances started.")
				.in("percentunit")
				.show(Target.series(PromQl.aggregated("avg", this.promQl.select(dropOff.metric()), "funnel", "step"),
						"{{funnel}}: {{step}}"))
				.build());
		}
		RecordedMeter contribution = this.application.find(MeterRole.SCORE_CONTRIBUTION);
		if (contribution != null) {
			panels.add(Panel.timeSeries("What lowers the scores")
				.describedAs("How much each component lowers its score. All contributions and the score add up to 1.")
				.in("percentunit")
				.stacked()
				.show(Target.series(
						PromQl.aggregated("avg", this.promQl.select(contribution.metric()), "score", "component"),
						"{{score}}: {{component}}"))
				.build());
		}
		RecordedMeter ratio = this.application.find(MeterRole.OUTLIER_RATIO);
		if (ratio != null) {
			panels.add(Panel.timeSeries("Failures relative to the median group")
				.describedAs("Failure rate of a group relative to the median group. A group that fails more often than "
						+ "chance explains counts as an outlier above.")
				.in("none")
				.emptyUnlessFault("No failures, or too few events to compare")
				.show(Target.series(PromQl.max(this.promQl.select(ratio.metric()) + " >= 0", "comparison", "group"),
						"{{comparison}}: {{group}}"))
				.build());
		}
		return panels;
	}

	private List<@Nullable Panel> durationsAndLevels(List<RecordedMeter> timers, List<RecordedMeter> gauges) {
		List<@Nullable Panel> panels = each(timers, (meter) -> {
			RequestSeries series = new RequestSeries(meter, this.promQl);
			return Panel.timeSeries(title(meter) + (meter.histogram() ? ", p95" : ", mean"))
				.describedAs(description(meter) + "How long it takes, failures included.")
				.in("s")
				.show(Target.series(series.duration("0.95", PromQl.RECENT), title(meter)))
				.build();
		});
		panels.addAll(each(gauges, (meter) -> {
			String label = firstLabel(meter);
			return Panel.timeSeries(title(meter))
				.describedAs(description(meter) + "Sum over the instances.")
				.in(unit(meter, "short"))
				.show(Target.series(
						PromQl.sum(this.promQl.select(meter.metric()),
								(label != null) ? new String[] { label } : new String[0]),
						(label != null) ? "{{" + label + "}}" : title(meter)))
				.build();
		}));
		return panels;
	}

	/**
	 * Amounts of currencies with other than two digits are divided differently, so that a
	 * yen is a yen.
	 */
	private String majorUnits(RecordedMeter meter, String window) {
		return inMajorUnits(meter, (matchers) -> this.promQl.increase(meter.metric(), window, matchers));
	}

	private String rateOfMoney(RecordedMeter meter) {
		return inMajorUnits(meter, (matchers) -> this.promQl.rate(meter.metric(), matchers));
	}

	private static String inMajorUnits(RecordedMeter meter, Function<String[], String> amount) {
		if (!meter.hasTag(CURRENCY)) {
			return PromQl.sum(amount.apply(new String[0])) + " / 100";
		}
		Map<Integer, List<String>> unusual = meter.currencies()
			.stream()
			.filter((code) -> digits(code) != USUAL_DIGITS)
			.collect(Collectors.groupingBy(BusinessDashboard::digits, TreeMap::new, Collectors.toList()));
		List<String> expressions = new ArrayList<>();
		String others = unusual.values().stream().flatMap(List::stream).sorted().collect(Collectors.joining("|"));
		String[] usual = others.isEmpty() ? new String[0] : new String[] { CURRENCY + "!~\"" + others + "\"" };
		if (unusual.values().stream().mapToInt(List::size).sum() < meter.currencies().size()
				|| meter.currencies().isEmpty()) {
			expressions.add(PromQl.sum(amount.apply(usual), CURRENCY) + " / 100");
		}
		unusual.forEach((digits, codes) -> expressions
			.add(PromQl.sum(amount.apply(new String[] { PromQl.matching(CURRENCY, String.join("|", codes)) }), CURRENCY)
					+ " / " + (int) Math.pow(10, digits)));
		return String.join("\nor ", expressions);
	}

	private static int digits(String code) {
		try {
			return Currency.getInstance(code).getDefaultFractionDigits();
		}
		catch (IllegalArgumentException ex) {
			// Such as 'other': what was collapsed is not an amount of one currency.
			return USUAL_DIGITS;
		}
	}

	private static @Nullable String firstLabel(RecordedMeter meter) {
		return meter.labels().values().stream().findFirst().orElse(null);
	}

	private static String title(RecordedMeter meter) {
		String words = meter.name().replace('.', ' ').replace('_', ' ').replaceAll(" minor units$", "");
		return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
	}

	private static String description(RecordedMeter meter) {
		if (meter.description().isEmpty()) {
			return "";
		}
		return meter.description() + (meter.description().endsWith(".") ? " " : ". ");
	}

	private static String unit(RecordedMeter meter, String none) {
		String unit = meter.unit();
		if (unit == null) {
			return none;
		}
		return switch (unit) {
			case "seconds" -> "s";
			case "bytes" -> "bytes";
			default -> "suffix: " + unit.replaceAll("[^A-Za-z0-9 %_/]", "");
		};
	}

}
