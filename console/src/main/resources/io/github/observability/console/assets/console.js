// Shows the page that the fragment of the URL names, and keeps the stream of events.
import { connect, read } from './api.js';
import { h, replace } from './dom.js';
import { now } from './now.js';
import { incidents } from './incidents.js';
import { requests } from './requests.js';
import { request } from './request.js';
import { lines } from './lines.js';
import { errors } from './errors.js';
import { meters } from './meters.js';
import { setup } from './setup.js';
import { runs } from './runs.js';
import { timing } from './timing.js';

const pages = { now: ['Now', now], incidents: ['Incidents', incidents], requests: ['Requests', requests], lines: ['Lines', lines], errors: ['Errors', errors],
  meters: ['Meters', meters], timing: ['Timing', timing], setup: ['Setup', setup], runs: ['Runs', runs] };

let close = () => {};
let shown = 0;

async function show() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [name, argument] = path.split('/');
  const page = name === 'request' ? ['Request', request] : pages[name] || pages.now;
  const current = name === 'request' ? 'requests' : (pages[name] ? name : 'now');
  replace(document.getElementById('nav'), Object.entries(pages).map(([key, [title]]) =>
    h('a', { href: `#/${key}`, 'aria-current': key === current ? 'page' : null }, title)));
  document.title = `${page[0]} – observability console`;
  close();
  close = () => {};
  const turn = ++shown;
  // A page that is left may still load: what it draws then is not to be seen.
  const holder = h('div');
  replace(document.getElementById('main'), holder);
  try {
    const opened = await page[1](holder, new URLSearchParams(query || ''), argument);
    const end = opened || (() => {});
    if (turn === shown) {
      close = end;
    }
    else {
      end();
    }
  }
  catch (error) {
    replace(holder, h('p', { role: 'alert' }, error.message));
  }
}

addEventListener('hashchange', show);
connect((connected) => {
  const live = document.getElementById('live');
  live.className = connected ? 'on' : 'off';
  live.textContent = connected ? 'live' : 'disconnected';
});
read('setup').then((found) => {
  document.getElementById('application').textContent = found.application.name;
}).catch(() => {});
show();
