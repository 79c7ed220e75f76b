import { read } from './api.js';
import { badge, bytes, h, millis, number, panel, percent, replace, status, table, time, widePanel } from './dom.js';
import { logLine } from './lines.js';

export async function request(main, query, traceId) {
  const found = await read(`requests/${encodeURIComponent(traceId)}`);
  if (found === null) {
    replace(main, h('p', {}, 'This trace is not held any more. ', h('a', { href: '#/requests' }, 'All requests')));
    return null;
  }
  const summary = found.summary;
  const total = Math.max(1, ...found.spans.map((span) => span.start + span.nanos));
  replace(main,
    h('p', {}, h('a', { href: '#/requests' }, 'Requests'), ' / ', h('span', { class: 'mono' }, traceId)),
    h('div', { class: 'row' }, h('h2', {}, summary.route), status(summary.status),
      h('span', { class: 'big' }, millis(summary.durationMillis)),
      summary.badges.map((each) => badge(each.kind, each.text, each.detail))),
    h('p', { class: 'dim' }, `${time(summary.start)} · ${summary.spans} spans · ${sampling(summary.sampling)}`),
    h('div', { class: 'grid' },
      widePanel('Waterfall', found.omitted ? h('p', {}, `${found.omitted} spans beyond the bound are not shown.`) : null,
        h('p', { class: 'dim' }, 'The line under a bar is its part of the critical path: the time in which the response waited for it alone.'),
        h('div', { class: 'waterfall' }, found.spans.map((span) => row(span, found, total))),
        found.problems.map((problem) => h('p', { class: 'dim' }, `Note: ${problem}`))),
      panel('Where the time went', table('Contributions', [
        { title: 'Span', cell: (part) => part.name },
        { title: 'On the critical path', num: true, cell: (part) => `${millis(part.nanos / 1e6)}${part.certain ? '' : ' ?'}` },
        { title: 'Share', num: true, cell: (part) => percent(part.nanos / total) }], found.contributions.slice(0, 10)),
        found.contributions.some((part) => !part.certain)
          ? h('p', { class: 'dim' }, '? The spans do not prove that these waited for each other.') : null),
      found.repetitions.length ? panel('Repeated', table('Repeated calls', [
        { title: 'Times', num: true, cell: (part) => String(part.count) },
        { title: 'What', cell: (part) => h('span', { class: 'mono' }, part.what) },
        { title: 'Total', num: true, cell: (part) => millis(part.nanos / 1e6) },
        { title: 'Where', cell: (part) => part.places.join(', ') }], found.repetitions.slice(0, 10))) : null,
      found.objectives.length ? panel('Objectives', table('Effect on objectives', [
        { title: 'Objective', cell: (one) => h('span', { title: one.description }, one.slo) },
        { title: 'This request', cell: (one) => h('span', {}, badge(one.result === 'good' ? 'status-2' : one.result === 'bad' ? 'error' : 'status-4', one.result),
          one.slowerThanMillis === null ? '' : h('span', { class: 'dim' }, ` limit ${millis(one.slowerThanMillis)}`)) },
        { title: 'Bad since start', num: true, cell: (one) => one.good + one.bad ? `${number(one.bad)} of ${number(one.good + one.bad)}` : '–' },
        { title: 'May be bad', num: true, cell: (one) => percent((100 - one.target) / 100) }], found.objectives)) : null,
      found.moment ? panel('What was full then', fullest(found.moment)) : null,
      panel('Telemetry', h('p', {}, `${bytes(found.telemetry.spans)} of spans, ${bytes(found.telemetry.lines)} of lines, before compression.`),
        h('p', {}, h('a', { href: `api/requests/${traceId}/otlp`, download: `trace-${traceId}.json` }, 'Download as OTLP JSON')),
        h('h3', {}, 'As a test'), h('pre', {}, found.test),
        h('button', { type: 'button', on: { click: (event) => copy(event.target, found.test) } }, 'Copy as test')),
      widePanel('Lines', found.lines.length ? found.lines.map((line) => logLine(line, false))
        : h('p', { class: 'dim' }, 'No line was written.'))));
  return null;
}

const SAMPLING = {
  none: 'not sampled: only the console has it',
  head: 'sampled by its trace id',
  error: 'kept by the tail sampler: a span failed',
  slow: 'kept by the tail sampler: slower than its route may be or usually is',
  exemplar: 'kept by the tail sampler: an exemplar of a meter refers to it',
  minimum: 'sampled: the first of its route within a minute',
  'rate-limit': 'sampled by its trace id, under the rate limit',
  rule: 'sampled by a rule',
  forced: 'sampled: its caller asked for it'
};

function sampling(reason) {
  return SAMPLING[reason] || `sampled (${reason})`;
}

function row(span, found, total) {
  const details = h('div', { class: 'details', hidden: true });
  const share = (nanos) => `${Math.max(0, Math.min(100, nanos / total * 100))}%`;
  const path = found.criticalPath.filter((step) => step.spanId === span.spanId);
  const button = h('button', { class: 'span', type: 'button', 'aria-expanded': 'false', on: { click: () => {
    const open = details.hidden;
    details.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    if (open && !details.childElementCount) {
      replace(details, detail(span));
    }
  } } },
  h('span', { class: 'name', style: { paddingLeft: `${span.depth * 14}px` }, title: span.name },
    span.error ? badge('error', 'failed') : null, h('span', { class: 'dim' }, `${span.kind.toLowerCase()} `), span.name,
    h('span', { class: 'dim mono' }, what(span.attributes))),
  h('span', { class: 'track' },
    h('i', { class: span.error ? 'error' : null, style: { left: share(span.start), width: share(span.nanos) } }),
    path.map((step) => h('i', { class: 'path', style: { left: share(step.start), width: share(step.nanos) } })),
    h('span', { style: label(span, total, share) }, millis(span.nanos / 1e6))));
  return h('div', {}, button, details);
}

// Beside the bar where there is room, else within it.
function label(span, total, share) {
  if ((span.start + span.nanos) / total < 0.88) {
    return { left: `calc(${share(span.start + span.nanos)} + 4px)` };
  }
  return span.start / total > 0.12 ? { right: `calc(100% - ${share(span.start)} + 4px)` } : { right: '4px', top: '-7px' };
}

// The statement or the address, in Spring's and OpenTelemetry's naming.
function what(attributes) {
  const text = attributes['db.query.text'] || attributes['db.statement'] || attributes['jdbc.query[0]']
    || attributes['messaging.destination.name'] || attributes['http.url'] || attributes['url.full'];
  return text ? ` ${text}` : '';
}

function detail(span) {
  const pairs = [['Self time', millis(span.self / 1e6)], ['On the critical path', millis(span.critical / 1e6)],
    ...(span.statusText ? [['Status', span.statusText]] : []), ...Object.entries(span.attributes)];
  return [h('dl', { class: 'mono' }, pairs.map(([key, value]) => [h('dt', {}, key), h('dd', {}, String(value))]).flat()),
    ...span.events.map((event) => h('div', {}, h('h3', {}, event.name),
      h('dl', { class: 'mono' }, Object.entries(event.attributes).map(([key, value]) =>
        [h('dt', {}, key), h('dd', {}, h('pre', {}, String(value)))]).flat()))),
    ...span.links.map((link) => h('p', {}, 'Linked to ', h('a', { href: `#/request/${link.traceId}` }, link.traceId)))];
}

function fullest(point) {
  const entries = Object.entries(point.saturation).sort((a, b) => b[1] - a[1]).slice(0, 6);
  return entries.length ? h('dl', {}, entries.map(([name, ratio]) => [h('dt', { class: 'mono' }, name), h('dd', {}, percent(ratio))]).flat())
    : h('p', { class: 'dim' }, 'No resource is measured.');
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  }
  catch (error) {
    button.textContent = 'Select the text above to copy it';
  }
}
