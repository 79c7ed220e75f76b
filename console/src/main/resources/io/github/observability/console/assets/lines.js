import { follow, read } from './api.js';
import { h, number, replace, table } from './dom.js';

const LIMIT = 300;

export async function lines(main, query) {
  const list = h('div', {});
  const templates = h('details', {});
  const form = h('form', { class: 'filter', on: { submit: apply, change: apply } },
    h('label', {}, 'At least', select('level', ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR'])),
    h('label', {}, 'Logger', h('input', { name: 'logger', size: 24, value: query.get('logger') || '' })),
    h('label', {}, 'Text', h('input', { name: 'q', size: 24, value: query.get('q') || '' })),
    h('label', {}, 'Template', h('input', { name: 'template', size: 30, value: query.get('template') || '' })));

  function select(name, values) {
    const element = h('select', { name }, values.map((value) => h('option', { value }, value)));
    element.value = query.get(name) || values[0];
    return element;
  }

  function apply(event) {
    event.preventDefault();
    location.hash = `#/lines?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '' && value !== 'TRACE'))}`;
  }

  async function load() {
    const found = await read(`lines?${new URLSearchParams([...query, ['limit', String(LIMIT)]])}`);
    replace(templates, h('summary', {}, `${found.templates.length} templates`), table('Templates', [
      { title: 'Lines', num: true, cell: (one) => number(one.count) },
      { title: 'Level', cell: (one) => h('span', { class: `level-${one.level}` }, one.level) },
      { title: 'Template', cell: (one) => h('a', { href: templateLink(one.template) }, one.template) },
      { title: 'Logger', cell: (one) => h('span', { class: 'dim mono' }, one.logger) }], found.templates));
    replace(list, found.lines.length ? found.lines.map((line) => logLine(line, true)) : h('p', { class: 'dim' }, 'No line matches.'));
  }

  replace(main, h('h2', {}, 'Lines'), form, templates, list);
  await load();
  let waiting = false;
  return follow((event) => {
    if (event.lines && event.lines.length && !waiting) {
      waiting = true;
      setTimeout(() => { waiting = false; load().catch(() => {}); }, 1000);
    }
  });
}

const templateLink = (template) => `#/lines?${new URLSearchParams({ template })}`;

export function logLine(line, withTrace) {
  const exception = line.exception;
  return h('div', { class: 'logline' },
    h('span', { class: 'dim' }, new Date(line.millis).toISOString().slice(11, 23)),
    h('span', { class: `level-${line.level}` }, line.level),
    h('div', { class: 'text' }, line.message, ' ',
      h('span', { class: 'dim' }, line.logger.split('.').pop(), Object.entries(line.fields).map(([key, value]) => ` ${key}=${value}`)),
      withTrace && line.traceId ? [' ', h('a', { href: `#/request/${line.traceId}` }, 'trace')] : null,
      withTrace && line.template !== line.message ? [' ', h('a', { href: templateLink(line.template), title: line.template }, 'alike')] : null,
      exception ? h('details', {}, h('summary', {}, `${exception.type}: ${exception.message}`),
        h('pre', {}, exception.frames.map((frame) => `  at ${frame}`).join('\n'))) : null));
}
