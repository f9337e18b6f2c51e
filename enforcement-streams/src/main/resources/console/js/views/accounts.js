import { api, now, part } from '../api.js';
import { chart, update } from '../chart.js';
import { ask, facts, sheet, toast } from '../dialogs.js';
import { find, make, setAttribute, setClass, setText } from '../dom.js';
import { count, date, duration, instant, micros, money, time, words } from '../format.js';
import { Grid } from '../grid.js';
import { balanceAt, floorOf } from '../model.js';
import { state, watch } from '../state.js';
import { only } from './calls.js';

const isMetered = account => account.creditModel !== undefined && account.creditModel !== 'UNMETERED';

function rest(account) {
  const end = instant(account.exhaustsAt);
  if (!isMetered(account) || end === null) return '';
  return end <= now() ? 'gone' : duration(end - now());
}

function standing(account) {
  if (account.enabled === false) return 'disabled';
  return account.blocked ? words(account.blocked) : '';
}

const grid = new Grid({
  label: 'Accounts',
  key: account => account.account,
  sort: { id: 'account', down: false },
  mark: account => (account.blocked || account.enabled === false ? 'blocked' : ''),
  columns: [
    { id: 'account', title: 'Account', sort: account => account.account, text: account => account.account },
    { id: 'balance', title: 'Balance', sort: account => (isMetered(account) ? account.balance : Infinity), text: account => (isMetered(account) ? money(balanceAt(account, now()), account.currency, 2) : words(account.creditModel)) },
    { id: 'burn', title: 'Burning down', draw: burn },
    { id: 'rest', title: 'Lasts', sort: account => instant(account.exhaustsAt) ?? Infinity, text: rest },
    { id: 'channels', title: 'Channels', sort: account => account.activeChannels ?? 0, draw: channels },
    { id: 'standing', title: 'Blocked', sort: standing, text: standing },
    { id: 'act', title: make('span', { class: 'unseen' }, 'Action'), draw: button },
  ],
  open: details,
  keys: { u: topUp, c: account => only(account.account) },
  empty: () => [make('p', { id: 'accounts-empty' }, 'Loading the accounts …')],
});

const search = make('input', {
  type: 'search', id: 'search-accounts', placeholder: 'Account name …', 'aria-label': 'Search accounts', autocomplete: 'off', spellcheck: 'false',
  oninput: () => show(true), onkeydown: event => { if (event.key === 'Enter') grid.focus(); },
});
const total = make('p', { class: 'total', role: 'status' });

export function open() {
  find('#view-accounts').append(make('div', { class: 'tools' }, search, total), grid.root);
  watch(['accounts', 'link'], () => show());
}

export const focus = () => grid.focus();
export const tick = () => grid.draw();

function show(now = false) {
  const wanted = search.value.trim().toLowerCase();
  const items = [...state.accounts.values()].filter(account => account.account.toLowerCase().includes(wanted));
  setText(total, `${count(items.length)}${items.length === state.accounts.size ? '' : ` of ${count(state.accounts.size)}`} accounts`);
  setText(find('#accounts-empty'), !state.loaded ? 'Loading the accounts …' : wanted
    ? 'No account matches.'
    : 'No account is known yet. Provision one with ./tollgate account NAME set …, or write to the topic tollgate.accounts.');
  grid.show(items, now);
}

function burn(cell, account) {
  if (!cell.firstChild) cell.append(chart());
  cell.firstChild.style.visibility = isMetered(account) ? 'visible' : 'hidden';
  if (isMetered(account)) update(cell.firstChild, account, now());
  const end = instant(account.exhaustsAt);
  setClass(cell, `cell burn ${end !== null && end - now() < 60_000 ? 'soon' : ''}`);
}

function channels(cell, account) {
  if (!cell.firstChild) cell.append(make('span'), make('meter', { min: 0, 'aria-label': 'Channels used' }));
  const [text, meter] = cell.children;
  const used = account.activeChannels ?? 0;
  const limit = account.channelLimit;
  const isLimited = limit !== null && limit !== undefined;
  setText(text, isLimited ? `${used} / ${limit}` : String(used));
  meter.hidden = !isLimited;
  if (isLimited) {
    setAttribute(meter, 'max', Math.max(1, limit));
    setAttribute(meter, 'high', Math.max(0.1, limit * 0.8));
    setAttribute(meter, 'value', used);
  }
}

function button(cell) {
  if (!cell.firstChild) cell.append(make('button', { type: 'button', class: 'row', tabindex: -1, 'data-key': 'u' }, 'Top up'));
}

/** The id is made before the first try: what is sent twice counts once. */
function topUp(account) {
  const adjustmentId = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`;
  return ask({
    title: `Top up ${account.account}`,
    intro: [facts([['Balance', money(balanceAt(account, now()), account.currency)]])],
    fields: [
      { name: 'amount', label: `Amount in ${account.currency ?? 'EUR'}`, inputmode: 'decimal', required: true, hint: 'Like 10 or 10.50; with a minus it is taken away.' },
      { name: 'reason', label: 'Reason', hint: 'Kept with the adjustment.' },
    ],
    label: 'Top up',
    act: async ({ amount, reason }) => {
      const value = micros(amount);
      if (value === null || value === 0) throw Object.assign(new Error('An amount like 10 or 10.50, please.'), { field: 'amount' });
      await api('POST', `/api/accounts/${part(account.account)}/adjustments`, { body: { adjustmentId, amount: value, reason } });
      toast(`${money(value, account.currency)} for ${account.account}`);
    },
  });
}

function details(account) {
  const live = make('div');
  const large = chart();
  large.classList.add('large');
  const [top, bottom] = [make('p', { class: 'scale' }), make('p', { class: 'scale' })];
  const panel = sheet(account.account, isMetered(account) && make('div', {}, top, large, bottom), live);
  const redraw = () => {
    const known = state.accounts.get(account.account) ?? account;
    if (isMetered(known)) {
      const shown = update(large, known, now());
      setText(top, money(shown.top, known.currency, 2));
      bottom.replaceChildren(make('span', {}, time(shown.start)), make('span', {}, money(shown.floor, known.currency, 2)), make('span', {}, time(shown.until)));
    }
    live.replaceChildren(facts([
      ['Balance', isMetered(known) ? money(balanceAt(known, now()), known.currency) : null],
      ['Gone in', rest(known) && `${rest(known)} (at ${date(known.exhaustsAt)})`],
      ['Credit', words(known.creditModel)],
      ['May go down to', known.creditModel === 'POSTPAID' ? money(floorOf(known), known.currency) : null],
      ['Channels', `${known.activeChannels ?? 0} of ${known.channelLimit ?? 'no limit'}`],
      ['Blocked', standing(known)],
      ['Rate plan', known.ratePlan],
      ['Longest call', known.maxCallSeconds && duration(known.maxCallSeconds * 1_000)],
      ['Identities', known.identities?.join(', ')],
      ['Trunks', known.trunks?.join(', ')],
      ['Strict admission', known.strictAdmission ? 'yes' : null],
      ['As of', date(known.updatedAt)],
    ]));
  };
  redraw();
  panel.append(make('footer', {},
    make('button', { type: 'button', onclick: () => { panel.close(); only(account.account); } }, 'Its calls'),
    make('button', { type: 'button', class: 'primary', onclick: () => { panel.close(); topUp(state.accounts.get(account.account) ?? account); } }, 'Top up')));
  const timer = setInterval(redraw, 1_000);
  panel.addEventListener('close', () => clearInterval(timer));
}
