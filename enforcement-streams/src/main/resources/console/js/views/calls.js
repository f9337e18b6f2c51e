import { api, grounds, now, part } from '../api.js';
import { ask, facts, sheet, toast } from '../dialogs.js';
import { find, make, setText } from '../dom.js';
import { count, date, duration, money, party, words } from '../format.js';
import { Grid } from '../grid.js';
import { state, watch } from '../state.js';

const MOST = 10_000; // a longer list the API cuts

const REASON = { name: 'reason', label: 'Reason', hint: 'For who comes after you; neither side is told. May be empty.' };

const length = call => (call.endedAt ?? now()) - (call.answered ?? call.since);

const grid = new Grid({
  label: 'Live calls',
  key: call => call.callId,
  sort: { id: 'started', down: false },
  mark: call => (call.endedAt ? 'over' : call.state === 'RINGING' ? 'ringing' : ''),
  columns: [
    { id: 'state', title: 'State', sort: call => call.state, text: call => (call.endedAt ? 'ended' : words(call.state)) },
    { id: 'account', title: 'Account', sort: call => call.account, text: call => call.account },
    { id: 'caller', title: 'Caller', sort: call => call.caller, text: call => party(call.caller) },
    { id: 'destination', title: 'Destination', sort: call => call.destination, text: call => `${call.direction === 'INBOUND' ? '← ' : ''}${call.destination}` },
    { id: 'started', title: 'Duration', sort: call => -call.since, text: call => duration(length(call)) },
    { id: 'cost', title: 'Cost', sort: call => call.cost ?? 0, text: call => (call.currency ? money(call.cost, call.currency, 4) : '') },
    { id: 'gateway', title: 'Gateway', sort: call => call.gatewayId, text: call => call.gatewayId },
    { id: 'act', title: make('span', { class: 'unseen' }, 'Action'), draw: button },
  ],
  open: details,
  keys: { t: terminate },
  empty: () => [make('p', { id: 'calls-empty' }, 'Loading the calls …')],
});

const search = make('input', {
  type: 'search', id: 'search', placeholder: 'Number, account, Call-ID …', 'aria-label': 'Search calls', autocomplete: 'off', spellcheck: 'false',
  oninput: () => show(true), onkeydown: toList,
});
const account = make('input', {
  type: 'search', id: 'account-filter', placeholder: 'All accounts', 'aria-label': 'Only of this account, by its whole name', autocomplete: 'off',
  spellcheck: 'false', list: 'account-names', oninput: () => show(true), onkeydown: toList,
});
const names = make('datalist', { id: 'account-names' });
const total = make('p', { class: 'total', role: 'status' });
const all = make('button', { type: 'button', class: 'danger', hidden: true, onclick: terminateAll }, 'Terminate all');

export function open() {
  find('#view-calls').append(make('div', { class: 'tools' }, search, account, names, all, total), grid.root);
  watch(['calls', 'link'], () => show());
  watch(['accounts'], () => {
    const some = [...state.accounts.keys()].slice(0, 200);
    if (some.length !== names.childElementCount) names.replaceChildren(...some.map(name => make('option', { value: name })));
  });
}

export const focus = () => grid.focus();
export const tick = () => grid.draw();

/** Shows only this account's calls. */
export function only(name) {
  account.value = name;
  search.value = '';
  location.hash = '#calls';
  show(true);
}

function show(now = false) {
  const wanted = search.value.trim().toLowerCase();
  const of = account.value.trim();
  const items = [];
  let ringing = 0;
  for (const call of state.calls.values()) {
    if (of && call.account !== of) continue;
    if (wanted && !call.text.includes(wanted)) continue;
    items.push(call);
    if (call.state === 'RINGING' && !call.endedAt) ringing += 1;
  }
  const isAll = items.length === state.calls.size;
  setText(total, `${isAll ? '' : `${count(items.length)} of `}${count(state.calls.size)} calls${ringing ? `, ${count(ringing)} ringing` : ''}`
    + (state.calls.size >= MOST ? ' (only the first are listed: give an account)' : ''));
  all.hidden = !of || items.length === 0;
  setText(find('#calls-empty'), !state.loaded ? 'Loading the calls …' : isAll
    ? 'No call is up. New ones appear here by themselves.'
    : 'No call matches. Change the search, or clear it with Esc.');
  grid.show(items, now);
}

function toList(event) {
  if (event.key === 'Enter' || event.key === 'ArrowDown') {
    event.preventDefault();
    grid.focus();
  } else if (event.key === 'Escape' && event.target.value === '') {
    grid.focus();
  }
}

function button(cell) {
  if (!cell.firstChild) cell.append(make('button', { type: 'button', class: 'row', tabindex: -1, 'data-key': 't' }, 'Terminate'));
}

const about = call => facts([
  ['Account', call.account],
  ['From', call.caller],
  ['To', call.callee],
  ['Destination', call.destination],
  ['Since', date(call.answeredAt ?? call.attemptedAt)],
]);

function terminate(call) {
  return ask({
    title: 'Terminate this call?', intro: [about(call), make('p', {}, 'Both sides get a BYE; one that rings is refused.')],
    fields: [REASON], label: 'Terminate call', danger: true,
    act: async ({ reason }) => {
      await api('DELETE', `/api/calls/${part(call.callId)}${grounds(reason)}`);
      toast(`Ordered: the call of ${call.account} to ${call.destination} ends`);
    },
  });
}

function terminateAll() {
  const of = account.value.trim();
  const calls = [...state.calls.values()].filter(call => call.account === of && !call.endedAt).length;
  return ask({
    title: 'Terminate all calls of this account?',
    intro: [facts([['Account', of], ['Live calls', count(calls)]]), make('p', {}, 'Whatever the search shows: all its calls end, not its next ones. To keep it out, blacklist it.')],
    label: `Terminate ${count(calls)} calls`, danger: true, fields: [REASON],
    act: async ({ reason }) => {
      await api('DELETE', `/api/accounts/${part(of)}/calls${grounds(reason)}`);
      toast(`Ordered: all calls of ${of} end`);
    },
  });
}

function details(call) {
  const live = make('div');
  const panel = sheet('Call', live);
  const draw = () => live.replaceChildren(facts([
    ['State', call.endedAt ? `ended (${words(call.cause)})` : words(call.state)],
    ['Duration', duration(length(call))],
    ['Account', call.account],
    ['Direction', words(call.direction)],
    ['From', call.caller],
    ['To', call.callee],
    ['Destination', call.destination],
    ['Attempted', date(call.attemptedAt)],
    ['Answered', call.answeredAt && date(call.answeredAt)],
    ['Cost', call.currency && `${money(call.cost, call.currency)} (${call.billedSeconds} s billed)`],
    ['Uncollected', call.uncollected ? money(call.uncollected, call.currency) : null],
    ['Rate', call.ratedPrefix && `${call.ratePlan} / ${call.ratedPrefix}`],
    ['Gateway', call.gatewayId],
    ['Call id', call.callId],
    ['SIP Call-ID', call.sipCallId],
  ]));
  draw();
  panel.append(make('footer', {},
    make('button', { type: 'button', onclick: () => { panel.close(); only(call.account); } }, 'This account’s calls'),
    make('button', { type: 'button', class: 'danger', onclick: () => { panel.close(); terminate(call); } }, 'Terminate')));
  const timer = setInterval(draw, 1_000);
  panel.addEventListener('close', () => clearInterval(timer));
}
