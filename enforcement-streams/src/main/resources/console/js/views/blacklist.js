import { api, grounds, now, operator, part } from '../api.js';
import { ask, facts, sheet, toast } from '../dialogs.js';
import { find, make, setText } from '../dom.js';
import { count, date, duration, instant, words } from '../format.js';
import { Grid } from '../grid.js';
import { state, watch } from '../state.js';

const subjects = entry => [entry.account, entry.destinationPrefix && `to ${entry.destinationPrefix}…`, entry.sourceNetwork && `from ${entry.sourceNetwork}`]
  .filter(Boolean).join(', ');

const rest = entry => (entry.expiresAt ? duration(instant(entry.expiresAt) - now()) : 'until removed');

const isOurs = entry => entry.reason === 'OPERATOR' || entry.reason === 'FRAUD_VERDICT';

const grid = new Grid({
  label: 'Blacklist',
  key: entry => entry.entryId,
  sort: { id: 'created', down: false },
  mark: entry => (entry.kind === 'ALLOW' ? 'allow' : ''),
  columns: [
    { id: 'kind', title: 'Kind', sort: entry => entry.kind, text: entry => words(entry.kind) },
    { id: 'subject', title: 'What it hits', sort: subjects, text: subjects },
    { id: 'reason', title: 'Reason', sort: entry => entry.reason, text: entry => words(entry.reason) },
    { id: 'detail', title: 'Detail', text: entry => entry.detail || entry.source },
    { id: 'created', title: 'Since', sort: entry => -instant(entry.createdAt), text: entry => duration(now() - instant(entry.createdAt)) },
    { id: 'rest', title: 'Expires in', sort: entry => instant(entry.expiresAt) ?? Infinity, text: rest },
    { id: 'act', title: make('span', { class: 'unseen' }, 'Action'), draw: button },
  ],
  open: details,
  keys: { r: remove, Delete: remove },
  empty: () => [make('p', { id: 'blacklist-empty' }, 'Loading the blacklist …')],
});

const search = make('input', {
  type: 'search', id: 'search-blacklist', placeholder: 'Account, prefix, network …', 'aria-label': 'Search the blacklist', autocomplete: 'off',
  spellcheck: 'false', oninput: () => show(true), onkeydown: event => { if (event.key === 'Enter') grid.focus(); },
});
const total = make('p', { class: 'total', role: 'status' });

export function open() {
  find('#view-blacklist').append(
    make('div', { class: 'tools' }, search, make('button', { type: 'button', class: 'primary', id: 'add-entry', onclick: () => add() }, 'Add entry'), total),
    grid.root);
  watch(['entries', 'link'], () => show());
}

export const focus = () => grid.focus();
export const tick = () => grid.draw();

function show(now = false) {
  const wanted = search.value.trim().toLowerCase();
  const items = [...state.entries.values()].filter(entry => `${subjects(entry)} ${entry.detail} ${entry.source}`.toLowerCase().includes(wanted));
  setText(total, `${count(items.length)}${items.length === state.entries.size ? '' : ` of ${count(state.entries.size)}`} entries`);
  setText(find('#blacklist-empty'), !state.loaded ? 'Loading the blacklist …' : wanted
    ? 'No entry matches.'
    : 'Nothing is blacklisted. Add an entry, or let a fraud verdict do it.');
  grid.show(items, now);
}

function button(cell, entry) {
  if (!cell.firstChild) cell.append(make('button', { type: 'button', class: 'row', tabindex: -1, 'data-key': 'r' }, 'Remove'));
  cell.firstChild.hidden = !isOurs(entry);
}

const about = entry => facts([
  ['Kind', words(entry.kind)],
  ['Account', entry.account],
  ['Destination prefix', entry.destinationPrefix],
  ['Source network', entry.sourceNetwork],
  ['Reason', words(entry.reason)],
  ['Detail', entry.detail],
  ['By', entry.source],
  ['Since', date(entry.createdAt)],
  ['Expires', entry.expiresAt ? date(entry.expiresAt) : 'never'],
  ['Id', entry.entryId],
]);

function details(entry) {
  const panel = sheet('Blacklist entry', about(entry));
  if (!isOurs(entry)) return;
  panel.append(make('footer', {}, make('button', { type: 'button', class: 'danger', onclick: () => { panel.close(); remove(entry); } }, 'Remove')));
}

function remove(entry) {
  if (!isOurs(entry)) {
    toast('Tollgate keeps this entry itself: it goes when its cause does.');
    return;
  }
  ask({
    title: 'Remove this entry?', intro: [about(entry)], label: 'Remove entry', danger: true,
    act: async () => {
      await api('DELETE', `/api/blacklist/${part(entry.entryId)}${grounds()}`);
      toast('Ordered: the entry goes');
    },
  });
}

const HOUR = 3_600_000;

/** Asks for a new entry; some fields may be known already. */
export function add(known = {}) {
  return ask({
    title: 'Blacklist',
    intro: [make('p', {}, 'Name at least one; several narrow each other. Live calls go on: terminate them as well where they must end.')],
    fields: [
      { name: 'account', label: 'Account', value: known.account },
      { name: 'destinationPrefix', label: 'Destination prefix', value: known.destinationPrefix, inputmode: 'tel', hint: 'Digits of the international number without +, like 882.' },
      { name: 'sourceNetwork', label: 'Source network', value: known.sourceNetwork, hint: 'An address or a CIDR, like 192.0.2.0/24.' },
      { name: 'kind', label: 'Kind', options: [['DENY', 'Deny'], ['ALLOW', 'Allow (an exception)']], value: 'DENY' },
      { name: 'hours', label: 'Expires', options: [['1', 'in an hour'], ['2', 'in 2 hours'], ['8', 'in 8 hours'], ['24', 'in a day'], ['168', 'in a week'], ['', 'never, until removed']], value: '8' },
      { name: 'reason', label: 'Reason', hint: 'For who comes after you.' },
    ],
    label: 'Add entry',
    act: async ({ hours, ...fields }) => {
      const body = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
      if (!body.account && !body.destinationPrefix && !body.sourceNetwork) {
        throw Object.assign(new Error('Name an account, a prefix or a network.'), { field: 'account' });
      }
      body.operator = operator() || 'console';
      if (hours) body.expiresAt = new Date(now() + Number(hours) * HOUR).toISOString();
      await api('POST', '/api/blacklist', { body });
      toast('Ordered: the entry is on its way to every gateway');
    },
  });
}
