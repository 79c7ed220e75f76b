import { read } from './api.js';
import { badge, bytes, h, number, panel, replace, table, widePanel } from './dom.js';
import { findings } from './now.js';

export async function setup(main) {
  const found = await read('setup');
  const report = found.observability;
  const application = found.application;
  replace(main, h('div', { class: 'grid' },
    panel('Application', h('dl', {}, [['Name', application.name], ['Version', application.version || 'unknown'], ['Spring Boot', application.boot],
      ['Java', application.java], ['Started', new Date(application.started).toLocaleString('en-GB')]]
      .map(([key, value]) => [h('dt', {}, key), h('dd', {}, value)]).flat()),
    h('p', { class: 'dim' }, `The console holds ${found.console.traces} traces (${bytes(found.console.bytes)}).`)),
    panel('Advice', findings(found.findings)),
    report ? features(report) : h('p', {}, 'The report needs the actuator.'),
    report && report.dropped.some((drop) => drop.count > 0) ? panel('Limits that were reached', table('Dropped', [
      { title: 'Meter', cell: (drop) => h('span', { class: 'mono' }, drop.meter) },
      { title: 'Tags', cell: (drop) => Object.values(drop.tags).join(', ') },
      { title: 'Count', num: true, cell: (drop) => number(drop.count) }], report.dropped.filter((drop) => drop.count > 0))) : null,
    report ? widePanel('Defaults of Spring Boot', table('Switches', [
      { title: 'Property', cell: (one) => h('span', { class: 'mono' }, one.property) },
      { title: 'Value', cell: (one) => h('span', { class: 'mono' }, String(one.value)) },
      { title: 'Set by', cell: (one) => String(one.setBy).toLowerCase() }], report.switches)) : null));
  return null;
}

function features(report) {
  return widePanel('Features', table('Features', [
    { title: 'Feature', cell: ([name]) => name },
    { title: 'State', cell: ([, feature]) => badge(feature.on ? 'status-2' : 'status-4', feature.on ? 'on' : 'off') },
    { title: 'Parts', cell: ([, feature]) => h('details', {}, h('summary', {}, `${feature.parts.filter((part) => part.on).length} of ${feature.parts.length} on`),
      feature.parts.map((part) => h('p', {}, badge(part.on ? 'status-2' : 'status-4', part.on ? 'on' : 'off'), part.name, ' ',
        h('span', { class: 'dim' }, part.reason)))) }], Object.entries(report.features)));
}
