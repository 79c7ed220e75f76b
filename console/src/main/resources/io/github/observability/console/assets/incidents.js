import { read } from './api.js';
import { badge, h, millis, number, percent, replace, table, time, widePanel } from './dom.js';

const PERIOD = 5000;
// Changes that are shown begin so long before the incident.
const BEFORE = 15 * 60 * 1000;

export async function incidents(main, query, id) {
  let shown = '';
  const load = async () => {
    const found = await read('incidents');
    const text = JSON.stringify(found);
    // Drawing the same again would take the focus away.
    if (text === shown) {
      return;
    }
    shown = text;
    const state = found.incidents;
    if (!state) {
      replace(main, h('h2', {}, 'Incidents'), h('p', { class: 'dim' }, 'Incidents are off, or the actuator is not there.'));
      return;
    }
    const patterns = new Map(found.patterns.map((pattern) => [pattern.id, pattern]));
    if (id) {
      const incident = [...state.now, ...state.recent].find((each) => each.id === id);
      replace(main, h('p', {}, h('a', { href: '#/incidents' }, 'Incidents'), ' / ', h('span', { class: 'mono' }, id)),
        incident ? one(incident, state.changes, patterns)
          : [h('h2', {}, 'Incident'), h('p', {}, 'This incident is not remembered any more.')]);
    }
    else {
      replace(main, h('h2', {}, 'Incidents'),
        h('p', { class: 'dim' }, 'What differs from its baseline and is felt, grouped, with what to look at first. A list of places to look, not a verdict.'),
        h('div', { class: 'grid' },
          widePanel('Open now', list('Open incidents', state.now, 'Nothing is open.')),
          widePanel('Closed', list('Closed incidents', state.recent, 'None yet.')),
          widePanel('Latest changes', changes([...state.changes].reverse().slice(0, 50), patterns))));
    }
  };
  await load();
  const timer = setInterval(() => load().catch(() => {}), PERIOD);
  return () => clearInterval(timer);
}

const began = (value) => new Date(value).toLocaleString('en-GB');

function lasted(incident) {
  return incident.end ? duration(Date.parse(incident.end) - Date.parse(incident.begin)) : 'open';
}

function duration(length) {
  const seconds = Math.round(length / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

function list(caption, all, none) {
  return all.length ? table(caption, [
    { title: 'Began', cell: (incident) => h('a', { href: `#/incidents/${incident.id}` }, began(incident.begin)) },
    { title: 'Lasted', cell: (incident) => incident.end ? lasted(incident) : badge('incident', 'open') },
    { title: 'Affected', cell: (incident) => affected(incident) },
    { title: 'First to look at', cell: (incident) => incident.suspects.length ? incident.suspects[0].statement : '–' }], all)
    : h('p', { class: 'dim' }, none);
}

function affected(incident) {
  return [...incident.objectives, ...incident.routes].join(', ') || (incident.members.length === 1 ? '1 signal' : `${incident.members.length} signals`);
}

function one(incident, all, patterns) {
  const begin = Date.parse(incident.begin);
  const end = incident.end ? Date.parse(incident.end) : Date.now();
  const near = all.filter((change) => Date.parse(change.time) >= begin - BEFORE && Date.parse(change.time) <= end);
  return [
    h('div', { class: 'row' }, h('h2', {}, `Incident of ${began(incident.begin)}`),
      incident.open ? badge('incident', 'open') : badge('', `closed after ${lasted(incident)}`)),
    h('p', { class: 'dim' }, affected(incident)),
    h('div', { class: 'grid' },
      widePanel('Suspects', incident.suspects.length ? incident.suspects.map((each) => suspect(each, patterns))
        : h('p', { class: 'dim' }, 'Nothing stands out.')),
      widePanel('Timeline', timeline(incident, near, end)),
      widePanel('Signals', table('Signals', [
        { title: 'Signal', cell: (member) => h('span', { class: 'mono' }, member.signal) },
        { title: 'Since', cell: (member) => time(member.since) },
        { title: 'Before', num: true, cell: (member) => value(member.signal, member.before) },
        { title: 'Now', num: true, cell: (member) => value(member.signal, member.now) },
        { title: 'Score', num: true, cell: (member) => member.score === null ? '–' : number(Math.round(member.score)) }], incident.members)),
      widePanel('Changes', changes(near, patterns)))];
}

function suspect(found, patterns) {
  const evidence = found.evidence;
  const measured = found.before !== null && found.now !== null;
  const known = evidence.patternIds.map((id) => patterns.get(id)).filter(Boolean);
  return h('div', { class: 'suspect' },
    h('h3', {}, `${found.rank}. `, badge(found.type, found.type), found.subject),
    h('p', {}, found.statement),
    measured ? h('p', { class: 'mono' }, `${value(found.signal, found.before)} → ${value(found.signal, found.now)}`) : null,
    evidence.badEventShare === null ? null : h('p', {}, `${percent(evidence.badEventShare)} of the bad events, by their traces`),
    evidence.traceIds.length ? h('p', {}, 'Traces: ', links(evidence.traceIds)) : null,
    evidence.logs.length ? h('details', {}, h('summary', {}, `${evidence.logs.length} new in the logs`),
      evidence.logs.map((text) => h('p', { class: 'mono' }, text)), known.map(pattern)) : null,
    evidence.slowTraces ? h('details', {}, h('summary', {}, `Slow traces ran ${evidence.slowTraces.frames[0]}`),
      evidence.slowTraces.frames.map((frame) => h('p', { class: 'mono' }, frame)),
      h('p', {}, 'Traces: ', links(evidence.slowTraces.traceIds))) : null,
    evidence.panel && /^(https?:\/\/|\/)/.test(evidence.panel)
      ? h('p', {}, h('a', { href: evidence.panel, rel: 'noreferrer' }, 'Panel')) : null);
}

const links = (traceIds) => traceIds.map((id, index) => [h('a', { href: `#/request/${id}` }, `trace ${index + 1}`), ' ']).flat();

function pattern(known) {
  return h('div', {}, h('a', { href: `#/lines?${new URLSearchParams({ q: known.template })}` }, `${number(known.count)} lines`), ' ',
    links(known.traceIds));
}

function changes(all, patterns) {
  return all.length ? table('Changes', [
    { title: 'Time', cell: (change) => time(change.time) },
    { title: 'Type', cell: (change) => badge('', change.type.toLowerCase().replaceAll('_', ' ')) },
    { title: 'What', cell: (change) => [change.name, change.before !== null && change.after !== null ? ` (${change.before} to ${change.after})`
      : change.after !== null ? ` (${change.after})` : ''].join('') },
    { title: 'Lines', cell: (change) => patterns.has(change.patternId) ? pattern(patterns.get(change.patternId)) : '' }], all)
    : h('p', { class: 'dim' }, 'None.');
}

// Signals as bars from their begin on, changes as marks.
function timeline(incident, near, end) {
  const events = [...near.map((change) => ({ at: Date.parse(change.time), change: true, text: change.name })),
    ...incident.members.map((member) => ({ at: Date.parse(member.since), text: member.signal }))]
    .sort((a, b) => a.at - b.at);
  const first = Math.min(Date.parse(incident.begin), ...events.map((event) => event.at));
  const share = (at) => Math.max(0, Math.min(99, (at - first) / Math.max(1, end - first) * 100));
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Timeline' }, events.map((event) => h('div', { class: 'event' },
    h('span', { class: 'name' }, h('span', { class: 'dim mono' }, `${time(event.at)} `), event.change ? badge('', 'change') : null, event.text),
    h('span', { class: 'track' }, h('i', { class: event.change ? 'change' : null,
      style: event.change ? { left: `${share(event.at)}%` } : { left: `${share(event.at)}%`, right: '0' } })))));
}

const UNITS = { latency: (number) => millis(number * 1000), 'tail-latency': (number) => millis(number * 1000), errors: percent, error: percent,
  objective: percent, utilization: percent, traffic: (count) => `${number(count)}/s`, 'log-lines': (count) => `${number(count)}/s`,
  business: (count) => `${number(count)}/s`, health: (up) => up ? 'up' : 'down' };

function value(signal, measured) {
  if (measured === null || measured === undefined) {
    return '–';
  }
  const unit = UNITS[String(signal).split(' ')[0]];
  return unit ? unit(measured) : number(measured);
}
