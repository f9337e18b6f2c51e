import { now } from '../api.js';
import { facts, sheet } from '../dialogs.js';
import { find, make, setText } from '../dom.js';
import { count, date, duration, time, words } from '../format.js';
import { state, watch } from '../state.js';
import { only } from './calls.js';

const SHOWN = 150;
const SAYING = 3_000;

const KINDS = [['', 'All'], ['terminated', 'Terminated'], ['refused', 'Refused'], ['blacklisted', 'Blacklisted']];

const list = make('ol', { class: 'feed', 'aria-label': 'Decisions, the newest first' });
const empty = make('p', { class: 'empty' });
const rows = new Map();
let kind = '';
let unsaid = [];

export function open() {
  const filter = make('div', { class: 'chips', role: 'group', 'aria-label': 'Show only' }, KINDS.map(([value, text]) => make('button', {
    type: 'button', 'aria-pressed': String(value === ''),
    onclick: event => {
      kind = value;
      [...filter.children].forEach(chip => chip.setAttribute('aria-pressed', String(chip === event.target)));
      show();
    },
  }, text)));
  find('#view-decisions').append(make('h2', {}, 'Decisions'), filter, make('div', { class: 'scroll', tabindex: -1 }, list, empty));
  watch(['decisions', 'link'], show);
  watch(['decided'], say);
}

export const focus = () => (list.querySelector('button') ?? find('#view-decisions .chips button')).focus();
export const tick = show;

const kindNow = decision => (decision.kind === 'terminated' && decision.due > now() ? 'scheduled' : decision.kind);

function show() {
  const wanted = state.decisions.filter(decision => !kind || decision.kind === kind).slice(0, SHOWN);
  setText(empty, state.link === 'connecting' ? 'Listening …' : 'Nothing was terminated, refused or blacklisted since this page was opened.');
  empty.hidden = wanted.length > 0;
  const ids = new Set(wanted.map(decision => decision.id));
  for (const [id, row] of rows) {
    if (!ids.has(id)) {
      row.root.remove();
      rows.delete(id);
    }
  }
  // From the oldest on, so that only what is new moves.
  let next = null;
  for (const decision of wanted.reverse()) {
    const row = rows.get(decision.id) ?? entryOf(decision);
    fill(row, decision);
    if (row.root.nextSibling !== next || !row.root.isConnected) list.insertBefore(row.root, next);
    next = row.root;
  }
}

function entryOf(decision) {
  const [at, badge, who, why] = [make('time'), make('span', { class: 'badge' }), make('span', { class: 'who' }), make('span', { class: 'why' })];
  const root = make('li', {}, make('button', { type: 'button', class: 'decision', onclick: () => details(decision) }, at, badge, who, why));
  rows.set(decision.id, { root, at, badge, who, why });
  return rows.get(decision.id);
}

function fill(row, decision) {
  const shown = kindNow(decision);
  setText(row.at, time(decision.at));
  setText(row.badge, shown === 'scheduled' ? `ends in ${duration(decision.due - now() + 999)}` : shown);
  row.badge.dataset.kind = shown;
  setText(row.who, who(decision));
  setText(row.why, [words(decision.reason), decision.detail].filter(Boolean).join(': '));
}

const who = decision => [decision.account ?? (decision.network ? `from ${decision.network}` : decision.callId), decision.destination && `→ ${decision.destination}`]
  .filter(Boolean).join(' ');

function details(decision) {
  const legs = decision.legs?.map(leg => `${words(leg.leg)}: ${leg.sipStatus ?? 'no answer'} after ${(leg.elapsedMicros / 1000).toFixed(1)} ms`) ?? [];
  const panel = sheet(`Why: ${kindNow(decision)}`, facts([
    ['When', date(new Date(decision.at).toISOString())],
    ['Takes effect', decision.due ? date(new Date(decision.due).toISOString()) : null],
    ['Account', decision.account],
    ['Destination', decision.destination],
    ['Source network', decision.network],
    ['Reason', words(decision.reason)],
    ['Detail', decision.detail],
    ['Verdict', decision.verdictId],
    ['Source', decision.source],
    ['Expires', decision.expiresAt && date(decision.expiresAt)],
    ['Blacklist entry', decision.entryId],
    ['Call', decision.callId],
    ['Calls ended', decision.calls?.length ? decision.calls.map(call => `${call.account} → ${call.destination}`).slice(0, 20).join('\n') : null],
    ['Legs', legs.slice(0, 20).join('\n')],
    ['Id', decision.id],
  ]));
  if (!decision.account) return;
  panel.append(make('footer', {}, make('button', { type: 'button', onclick: () => { panel.close(); only(decision.account); } }, 'This account’s calls')));
}

/** For who listens rather than looks: the sum of a while, since a flood of single lines would say nothing. */
function say() {
  if (unsaid.length === 0) setTimeout(saySum, SAYING);
  unsaid.push(state.decisions[0]);
  if (unsaid.length > 1_000) unsaid.shift();
}

function saySum() {
  const last = unsaid.at(-1);
  const text = `${unsaid.length > 1 ? `${count(unsaid.length)} decisions, the last: ` : ''}${last.kind}, ${who(last)}, ${words(last.reason)}`;
  unsaid = [];
  const log = find('#said');
  log.append(make('p', {}, text));
  while (log.childElementCount > 20) log.firstChild.remove();
}
