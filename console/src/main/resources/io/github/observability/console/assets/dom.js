// Builds elements. Children are set as text or as nodes, never as markup.
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name === 'on') {
      for (const [event, listener] of Object.entries(value)) {
        element.addEventListener(event, listener);
      }
    }
    else if (name === 'style') {
      Object.assign(element.style, value);
    }
    else {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function replace(parent, ...children) {
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

export function table(caption, columns, rows) {
  return h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption }, h('table', {},
    h('thead', {}, h('tr', {}, columns.map((column) =>
      h('th', { scope: 'col', class: column.num ? 'num' : null }, column.title)))),
    h('tbody', {}, rows.map((row) => h('tr', {}, columns.map((column) =>
      h('td', { class: column.num ? 'num' : null }, column.cell(row))))))));
}

export const panel = (title, ...children) => h('section', { class: 'panel' }, h('h2', {}, title), ...children);

export const widePanel = (title, ...children) => h('section', { class: 'panel wide' }, h('h2', {}, title), ...children);

export function badge(kind, text, detail) {
  return h('span', { class: `badge ${kind}`, title: detail }, text);
}

export function millis(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (value >= 1000) {
    return `${trimmed(value / 1000, 2)} s`;
  }
  return value >= 100 ? `${Math.round(value)} ms` : `${trimmed(value, 2)} ms`;
}

const tenths = (value) => String(Number(value.toFixed(1)));

const trimmed = (value, digits) => String(Number(value.toPrecision(digits)));

export function bytes(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (value < 1024) {
    return `${Math.round(value)} B`;
  }
  if (value < 1048576) {
    return `${tenths(value / 1024)} kB`;
  }
  return value < 1073741824 ? `${tenths(value / 1048576)} MB` : `${tenths(value / 1073741824)} GB`;
}

export function number(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return Math.abs(value) >= 1000 ? value.toLocaleString('en-US', { maximumFractionDigits: 0 })
    : String(Math.round(value * 1000) / 1000);
}

export const percent = (value) => value === null || value === undefined ? '–' : `${Number((value * 100).toFixed(value > 0.99 && value < 1 ? 2 : 1))} %`;

export const time = (value) => new Date(value).toLocaleTimeString('en-GB');

export const status = (value) => value ? h('span', { class: `badge status-${value[0]}` }, value) : '';
