import { follow, read } from './api.js';
import { heatMap, lineChart } from './charts.js';
import { badge, bytes, h, millis, number, panel, percent, replace, table, time, widePanel } from './dom.js';

const POINTS = 900;

export async function now(main) {
  const state = await read('now');
  let points = state.points;
  const count = (value) => number(value);
  const charts = [
    [panel, 'Traffic', lineChart('Requests a second', [{ label: 'requests', color: '--accent', value: (p) => p.requests, least: 1 },
      { label: 'failed', color: '--bad', value: (p) => p.errors }], count)],
    [panel, 'Latency', lineChart('Latency', [{ label: 'p50', color: '--good', value: (p) => p.p50, least: 1 },
      { label: 'p95', color: '--warn', value: (p) => p.p95 }, { label: 'p99', color: '--bad', value: (p) => p.p99 }], millis)],
    [panel, 'Latency, all requests', heatMap('Requests by duration', state.heatBounds)],
    [panel, 'In flight', lineChart('Requests in flight', [{ label: 'in flight', color: '--accent', value: (p) => p.inFlight, least: 1 }], count)],
    [panel, 'CPU', lineChart('CPU of the process', [{ label: 'process', color: '--accent', value: (p) => p.cpu, least: 1 }], percent)],
    [panel, 'Heap', lineChart('Heap', [{ label: 'used', color: '--accent', value: (p) => p.heapUsed, least: 1048576 }], bytes)],
    [panel, 'Lines', lineChart('Log lines a second', [{ label: 'ERROR', color: '--bad', value: (p) => p.lines.ERROR || 0, least: 1 },
      { label: 'WARN', color: '--warn', value: (p) => p.lines.WARN || 0 },
      { label: 'INFO', color: '--good', value: (p) => p.lines.INFO || 0 }], count)]
  ];
  const saturation = h('div', {});
  const moments = h('div', {});
  replace(main, h('div', { class: 'grid' },
    widePanel('Findings', findings(state.findings)),
    state.slo && state.slo.objectives.length ? widePanel('Objectives', objectives(state.slo.objectives)) : null,
    charts.map(([frame, title, chart]) => frame(title, chart.element)),
    panel('Saturation', saturation),
    state.business ? business(state.business) : null,
    panel('Moments', moments)));
  const draw = () => {
    charts.forEach(([, , chart]) => chart.draw(points));
    replace(saturation, resources(points.at(-1)));
  };
  const tell = (all) => replace(moments, all.slice(-12).reverse().map((moment) =>
    h('p', {}, h('span', { class: 'dim' }, time(moment.t), ' '), badge(moment.kind, moment.kind), moment.text)));
  tell(state.moments);
  draw();
  const end = follow((event) => {
    if (event.point) {
      points = [...points, event.point].slice(-POINTS);
      tell(event.moments);
      draw();
    }
  });
  return () => {
    end();
    charts.forEach(([, , chart]) => chart.close());
  };
}

export function findings(found) {
  if (!found.length) {
    return h('p', { class: 'dim' }, 'Nothing stands out.');
  }
  return found.map((finding) => h('div', { class: 'finding' },
    h('p', {}, badge(finding.kind, finding.kind), h('strong', {}, finding.title),
      finding.count > 1 ? h('span', { class: 'dim' }, ` ${finding.count} times`) : null),
    h('p', { class: 'mono' }, finding.detail),
    h('p', {}, finding.advice, ' ', finding.traceId ? h('a', { href: `#/request/${finding.traceId}` }, 'Example') : null)));
}

function resources(point) {
  const foreseen = (name) => point.exhaustion && point.exhaustion[name] ? 1 : 0;
  const entries = point ? Object.entries(point.saturation).sort((a, b) => foreseen(b[0]) - foreseen(a[0]) || b[1] - a[1]).slice(0, 10) : [];
  const left = (point && point.exhaustion) || {};
  return entries.length ? entries.map(([name, ratio]) => h('div', { class: 'resource' },
    h('div', { class: 'row' }, h('span', { class: 'mono' }, name), h('span', { class: 'dim' }, percent(ratio))),
    h('div', { class: `bar ${ratio >= 0.95 ? 'bad' : ratio >= 0.8 ? 'warn' : ''}` }, h('i', { style: { width: `${Math.min(100, ratio * 100)}%` } })),
    left[name] ? h('p', { class: 'dim' }, `full in ${remaining(left[name].seconds)} (${remaining(left[name].earliestSeconds)} to ${remaining(left[name].latestSeconds)}) if it goes on`) : null))
    : h('p', { class: 'dim' }, 'No resource is measured.');
}

function remaining(seconds) {
  const minutes = seconds / 60;
  return minutes < 2 ? `${Math.round(seconds)} s` : minutes < 120 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}

function objectives(all) {
  return table('Objectives', [
    { title: 'Objective', cell: (slo) => h('span', { title: slo.description }, slo.name) },
    { title: 'Target', num: true, cell: (slo) => `${slo.target} %` },
    { title: 'Since start', num: true, cell: (slo) => slo.instanceRatio === null ? '–'
      : badge(slo.instanceRatio * 100 >= slo.target ? 'status-2' : 'error', percent(slo.instanceRatio)) },
    { title: 'Bad', num: true, cell: (slo) => number(slo.bad) },
    { title: 'Causes of bad events', cell: (slo) => causes(slo.causes) }], all);
}

function causes(counts) {
  const known = Object.entries(counts || {}).filter(([, count]) => count > 0);
  const all = known.reduce((sum, [, count]) => sum + count, 0);
  return known.slice(0, 3).map(([cause, count]) => `${cause} ${percent(count / all)}`).join(', ');
}

// Counters and gauges by the sum of their series, then how many got from step to step of each funnel.
function business(state) {
  const rows = Object.entries(state.meters || {}).map(([name, series]) => ({ name,
    value: series.reduce((sum, one) => sum + (Object.values(one.values || {})[0] ?? one.value ?? 0), 0) }));
  if (!rows.length) {
    return null;
  }
  return panel('Business', table('Business meters', [{ title: 'Meter', cell: (row) => row.name },
    { title: 'Since start', num: true, cell: (row) => number(row.value) }], rows),
  Object.entries(state.funnels || {}).map(([name, steps]) => [h('h3', {}, `Funnel ${name}`), table(`Funnel ${name}`, [
    { title: 'Step', cell: (step) => step.step || step.name },
    { title: 'Reached', num: true, cell: (step) => number(step.reached ?? step.count) }], Array.isArray(steps) ? steps : [])]));
}
