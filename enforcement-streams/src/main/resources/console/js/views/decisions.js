import { api, now, part } from '../api.js';
import { facts, sheet } from '../dialogs.js';
import { find, make, setText } from '../dom.js';
import { count, date, duration, money, time, words } from '../format.js';
import { state, watch } from '../state.js';
import { only } from './calls.js';

const SHOWN = 150;
const SAYING = 3_000;

const KINDS = [['', 'All'], ['terminated', 'Terminated'], ['refused', 'Refused'], ['blacklisted', 'Blacklisted']];

const list = make('ol', { class: 'feed', 'aria-label': 'Decisions, the newest first' });
const empty = make('p', { class: 'empty' });
const observed = make('details', { class: 'observed', hidden: true });
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
  find('#view-decisions').append(make('h2', {}, 'Decisions'), filter, observed, make('div', { class: 'scroll', tabindex: -1 }, list, empty));
  watch(['decisions', 'link'], show);
  watch(['decided'], say);
  watch(['observed'], showObserved);
}

export const focus = () => (list.querySelector('button') ?? find('#view-decisions .chips button')).focus();
export const tick = show;

const kindNow = decision => (decision.kind === 'terminated' && decision.due > now() ? 'scheduled' : decision.kind);

function show() {
  const wanted = state.decisions.filter(decision => !kind || decision.kind === kind).slice(0, SHOWN);
  setText(empty, state.link === 'connecting' ? 'Listening …' : 'Nothing has been terminated, refused or blacklisted lately.');
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
  if (decision.callId && decision.kind !== 'blacklisted') explain(panel, decision.callId);
  if (!decision.account) return;
  panel.append(make('footer', {}, make('button', { type: 'button', onclick: () => { panel.close(); only(decision.account); } }, 'This account’s calls')));
}

/** The server's own words, where it remembers: the rule, what was measured, the limit. */
async function explain(panel, callId) {
  try {
    const why = await api('GET', `/api/calls/${part(callId)}/why`);
    panel.querySelector('.body').prepend(make('p', { class: 'explanation' }, why.explanation), facts([
      ['Rule', why.rule],
      ['Measured', shown(why.measured, why)],
      ['Limit', shown(why.limit, why)],
      ['Ordered by', why.orderedBy],
    ]));
  } catch (unknown) {
    console.debug('not explained', unknown);
  }
}

const shown = (value, { unit }) => (value === null || value === undefined ? null : unit === 'micro-units' ? money(value) : `${value} ${unit ?? ''}`);

/** What would have been, had the gateways not only observed. */
function showObserved() {
  const lines = state.observed;
  observed.hidden = lines.length === 0;
  if (observed.hidden) return;
  const sums = new Map();
  for (const line of lines) {
    if (line.saved) sums.set(line.currency, (sums.get(line.currency) ?? 0) + line.saved);
  }
  const calls = lines.reduce((sum, line) => sum + line.calls + line.running, 0);
  const saved = [...sums].map(([currency, sum]) => money(sum, currency, 2)).join(', ');
  observed.replaceChildren(
    make('summary', {}, `Only observed: ${count(calls)} calls would have been refused or ended${saved && `, ${saved} saved`}`),
    make('ul', {}, [...lines].sort((a, b) => b.saved - a.saved).slice(0, 50).map(line => make('li', {},
      `${line.account || 'others'}: ${count(line.calls + line.running)} ${words(line.outcome)} (${words(line.reason)})${line.saved ? `, ${money(line.saved, line.currency, 2)}` : ''}`))));
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
