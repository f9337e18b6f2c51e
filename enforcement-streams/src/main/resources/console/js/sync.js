// Keeps the state true: events as they happen, and whole lists now and then for what no event tells.

import { api, now, request } from './api.js';
import { apply, recall, replaceAccounts, replaceCalls, replaceEntries, replaceGateways, replaceObserved, sweep } from './model.js';
import { changed, state } from './state.js';
import { events } from './stream.js';

const SHORTEST_PAUSE = 5_000;
const LONGEST_BACKOFF = 15_000;
const SILENCE = 45_000; // a stream that says nothing for so long is taken for dead

const TYPES = 'CallEvent,Termination,BlacklistEntry,AccountState,GatewayHeartbeat';

let wake = () => {};
let leave = () => {};

/** Tries at once, whatever it is waiting for. */
export const retry = () => wake();

export function start() {
  keepLists();
  keepStream();
  // A browser gives one server six connections: a page that nobody looks at, or that was left, holds none.
  addEventListener('pagehide', () => leave());
  document.addEventListener('visibilitychange', () => (document.hidden ? leave() : retry()));
  addEventListener('offline', retry);
  addEventListener('online', retry);
  setInterval(() => changed(...sweep(state, now())), 1_000);
}

async function keepLists() {
  for (let failures = 0; ;) {
    const began = performance.now();
    try {
      await lists();
      failures = 0;
      link(state.streaming ? 'live' : 'polling');
    } catch (failed) {
      failures += 1;
      state.trouble = failed;
      link(failed.status ? 'refused' : 'offline');
    }
    // Ten thousand calls are megabytes: the more a list costs, the seldomer it is asked for.
    const pause = failures > 0
      ? Math.min(LONGEST_BACKOFF, 1_000 * 2 ** (failures - 1))
      : Math.max(SHORTEST_PAUSE, 20 * (performance.now() - began)) * (document.hidden ? 4 : 1);
    state.nextTry = Date.now() + pause;
    await new Promise(resolve => {
      const timer = setTimeout(resolve, pause);
      wake = () => { clearTimeout(timer); resolve(); };
    });
  }
}

async function lists() {
  const askedAt = now();
  const ask = (path, take) => api('GET', path).then(list => changed(...take(state, list, askedAt)));
  await Promise.all([
    ask('/api/calls', replaceCalls),
    ask('/api/accounts', replaceAccounts),
    ask('/api/blacklist', replaceEntries),
    state.streaming && state.recalled ? null : optional(ask('/api/decisions?limit=200', recall)),
    optional(ask('/api/observed', replaceObserved)),
    optional(ask('/api/gateways', replaceGateways)),
  ]);
  state.loaded = true;
  state.recalled = true;
  state.asOf = now();
  changed('calls', 'accounts', 'entries');
}

/** What an older instance does not have yet. */
const optional = asked => asked.catch(refused => { if (refused.status !== 404) throw refused; });

function inSight() {
  if (!document.hidden) return null;
  return new Promise(resolve => {
    document.addEventListener('visibilitychange', () => (document.hidden ? null : resolve()));
  });
}

async function keepStream() {
  let lastId = null;
  for (let failures = 0; ;) {
    await inSight();
    const abort = new AbortController();
    leave = () => abort.abort();
    let watchdog;
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => abort.abort(), SILENCE);
    };
    try {
      alive();
      const response = await request('GET', `/api/events?types=${TYPES}`, {
        signal: abort.signal, headers: { Accept: 'text/event-stream', ...(lastId === null ? {} : { 'Last-Event-ID': lastId }) },
      });
      if (!response.ok) throw new Error(`status ${response.status}`);
      if (failures > 0) retry();
      failures = 0;
      state.streaming = true;
      if (state.loaded) link('live');
      for await (const event of events(response, alive)) {
        lastId = event.id ?? lastId;
        if (event.name === 'lost') retry(); // we were too slow: the lists tell what was missed
        else changed(...apply(state, event.name, JSON.parse(event.data), now()));
      }
    } catch (lost) {
      console.debug('events lost', lost);
    }
    clearTimeout(watchdog);
    if (state.streaming && !document.hidden) retry(); // whether it is the stream alone shows at once
    state.streaming = false;
    if (state.link === 'live') link('polling');
    failures += 1;
    await new Promise(resolve => setTimeout(resolve, Math.min(LONGEST_BACKOFF, 500 * 2 ** (failures - 1))));
  }
}

function link(now) {
  state.link = now;
  changed('link');
}
