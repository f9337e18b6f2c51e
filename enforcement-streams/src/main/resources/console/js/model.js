// What each record means for what is shown. Changes the state that it is given and tells which topics it touched.

import { instant } from './format.js';

const MOST_DECISIONS = 500;
const MOST_HISTORY = 120;
const ENDED_SHOWN = 4_000; // an ended call stays so long, greyed
const ENDED_KNOWN = 60_000; // a list that was asked for before its end must not bring it back

const ended = new Map();

/** One event of the stream; data as parsed JSON. */
export function apply(state, name, data, now) {
  const rule = RULES[name];
  return rule ? rule(state, data, now) : [];
}

const RULES = {
  CallEvent: callEvent,
  Termination: termination,
  BlacklistEntry: entry,
  AccountState: account,
  GatewayHeartbeat: gateway,
};

function callEvent(state, record, now) {
  const { type, ...facts } = record.event ?? {};
  if (type === 'CallRefused') {
    return decide(state, {
      id: `refused ${record.callId}`, kind: 'refused', at: instant(record.at), account: record.account, destination: record.destination,
      callId: record.callId, reason: facts.reason, detail: `answered ${facts.sipStatus}`, entryId: facts.blacklistEntryId, source: record.source,
    });
  }
  if (type === 'LegClosed') return leg(state, facts);
  if (type === 'CallEnded') {
    const touched = end(state, record.callId, facts.cause, now);
    return facts.terminationId ? touched.concat(fulfil(state, record, facts)) : touched;
  }
  // What only claims an account could be a stranger's.
  if (record.identity === 'CLAIMED' || ended.has(record.callId)) return [];
  const known = state.calls.get(record.callId);
  const call = known ?? {
    callId: record.callId, sipCallId: record.sipCallId, gatewayId: record.gatewayId, account: record.account, direction: record.direction,
    caller: record.caller, callee: record.callee, destination: record.destination, attemptedAt: record.at, answeredAt: null, cost: 0,
    state: 'RINGING',
  };
  if (type === 'CallAnswered') Object.assign(call, { state: 'ANSWERED', answeredAt: record.at });
  call.heardAt = now;
  state.calls.set(record.callId, prepared(call));
  return ['calls'];
}

/** What sorting and searching ask for, worked out once. */
function prepared(call) {
  call.since ??= instant(call.attemptedAt);
  call.answered = instant(call.answeredAt);
  call.text ??= [call.account, call.caller, call.callee, call.destination, call.callId, call.sipCallId, call.gatewayId].join('\n').toLowerCase();
  return call;
}

function end(state, callId, cause, now) {
  ended.set(callId, now);
  const call = state.calls.get(callId);
  if (!call || call.endedAt) return [];
  Object.assign(call, { endedAt: now, cause });
  return ['calls'];
}

function termination(state, record) {
  const known = state.decisions.find(decision => decision.id === record.terminationId);
  if (known && known.revision >= record.revision) return [];
  const decision = {
    id: record.terminationId, kind: record.at === null ? 'withdrawn' : 'terminated', at: instant(record.issuedAt), due: instant(record.at),
    revision: record.revision, account: record.account, destination: record.destinationPrefix, network: record.sourceNetwork,
    callId: record.callId, reason: record.reason, detail: record.detail, verdictId: record.verdictId, calls: known?.calls ?? [], legs: known?.legs ?? [],
  };
  if (known) {
    Object.assign(known, decision, { at: known.at });
    return ['decisions'];
  }
  return decide(state, decision);
}

/** A call that ended by order; the order itself may have been before our time. */
function fulfil(state, record, facts) {
  const known = state.decisions.find(decision => decision.id === facts.terminationId);
  const call = { callId: record.callId, account: record.account, destination: record.destination, endedAt: record.at };
  if (known) {
    if (known.calls?.length < 100) known.calls.push(call);
    known.account ??= record.account;
    return ['decisions'];
  }
  return decide(state, {
    id: facts.terminationId, kind: 'terminated', at: instant(record.at), due: instant(record.at), revision: -1, account: record.account,
    destination: record.destination, callId: record.callId, reason: facts.terminationReason, detail: '', calls: [call], legs: [],
  });
}

function leg(state, facts) {
  const known = state.decisions.find(decision => decision.id === facts.terminationId);
  if (!known?.legs || known.legs.length >= 200) return [];
  known.legs.push({ leg: facts.leg, sipStatus: facts.sipStatus, elapsedMicros: facts.elapsedMicros });
  return ['decisions'];
}

function decide(state, decision) {
  if (state.decisions.some(known => known.id === decision.id)) return [];
  state.decisions.unshift(decision);
  state.decisions.length = Math.min(state.decisions.length, MOST_DECISIONS);
  return ['decisions', 'decided'];
}

function entry(state, record) {
  const isNew = !state.entries.has(record.entryId);
  if (record.removed) {
    state.entries.delete(record.entryId);
    return ['entries'];
  }
  state.entries.set(record.entryId, record);
  // An account that is full is blacklisted anew each second: that is its state, no decision about it.
  if (!isNew || record.reason === 'CHANNEL_LIMIT') return ['entries'];
  return decide(state, {
    id: record.entryId, kind: record.kind === 'ALLOW' ? 'allowed' : 'blacklisted', at: instant(record.createdAt), account: record.account,
    destination: record.destinationPrefix, network: record.sourceNetwork, reason: record.reason, detail: record.detail, source: record.source,
    expiresAt: record.expiresAt, entryId: record.entryId,
  }).concat('entries');
}

function account(state, record) {
  if (record.removed) {
    state.accounts.delete(record.account);
    return ['accounts'];
  }
  return merge(state, record.account, record);
}

function merge(state, name, news) {
  const account = Object.assign(state.accounts.get(name) ?? { account: name, history: [] }, news);
  state.accounts.set(name, remembered(account));
  return ['accounts'];
}

/** Keeps what the balance was, for the chart. */
function remembered(account) {
  account.history ??= [];
  const at = instant(account.updatedAt);
  const last = account.history.at(-1);
  if (at !== null && (!last || at > last.at)) {
    account.history.push({ at, balance: account.balance });
    if (account.history.length > MOST_HISTORY) account.history.shift();
  }
  return account;
}

function gateway(state, record, now) {
  if (record.removed) {
    state.gateways.delete(record.gatewayId);
    return ['gateways'];
  }
  const known = state.gateways.get(record.gatewayId);
  const heardAt = instant(record.at) ?? now;
  if (known && (known.epoch > record.epoch || (known.epoch === record.epoch && known.heardAt > heardAt))) return [];
  state.gateways.set(record.gatewayId, { ...record, heardAt });
  return ['gateways'];
}

/** A whole list of gateways: those that were silent before this page was there, and none that was forgotten. */
export function replaceGateways(state, list, askedAt) {
  const listed = new Set(list.map(each => each.gatewayId));
  for (const [id, known] of state.gateways) {
    if (!listed.has(id) && known.heardAt < askedAt - 5_000) state.gateways.delete(id);
  }
  list.forEach(record => gateway(state, record, askedAt));
  return ['gateways'];
}

/** A whole list of calls, as it was about when it was asked for. */
export function replaceCalls(state, list, askedAt) {
  const fresh = new Map();
  for (const call of list) {
    if (!ended.has(call.callId)) fresh.set(call.callId, prepared(call));
  }
  for (const [id, call] of state.calls) {
    if (call.endedAt || (!fresh.has(id) && call.heardAt > askedAt - 5_000)) fresh.set(id, call);
  }
  state.calls = fresh;
  return ['calls'];
}

export function replaceAccounts(state, list) {
  const fresh = new Map();
  for (const account of list) {
    fresh.set(account.account, remembered({ ...account, history: state.accounts.get(account.account)?.history }));
  }
  state.accounts = fresh;
  return ['accounts'];
}

export function replaceEntries(state, list) {
  state.entries = new Map(list.map(entry => [entry.entryId, entry]));
  return ['entries'];
}

/** What was decided before this page was there, the newest first. */
export function recall(state, list) {
  const known = new Set(state.decisions.map(decision => decision.id));
  for (const told of list) {
    const isRefusal = told.outcome === 'REFUSED';
    const decision = {
      ...told, id: isRefusal ? `refused ${told.callId}` : told.terminationId ?? told.callId, kind: isRefusal ? 'refused' : 'terminated',
      at: instant(told.at), due: instant(told.dueAt), revision: -1, source: told.orderedBy ?? told.source, entryId: told.blacklistEntryId,
      detail: told.explanation ?? told.detail, calls: told.calls?.filter(call => typeof call === 'object') ?? [],
    };
    if (!known.has(decision.id) && state.decisions.length < MOST_DECISIONS) state.decisions.push(decision);
  }
  state.decisions.sort((a, b) => b.at - a.at);
  return ['decisions'];
}

/** What --observe let pass: one line for each account, outcome and reason. */
export function replaceObserved(state, list) {
  state.observed = list;
  return ['observed'];
}

/** What is over goes: ended calls, expired entries. */
export function sweep(state, now) {
  const topics = [];
  for (const [id, at] of ended) if (now - at > ENDED_KNOWN) ended.delete(id);
  for (const [id, call] of state.calls) {
    if (call.endedAt && now - call.endedAt > ENDED_SHOWN) {
      state.calls.delete(id);
      topics.push('calls');
    }
  }
  for (const [id, entry] of state.entries) {
    if (entry.expiresAt && instant(entry.expiresAt) < now) {
      state.entries.delete(id);
      topics.push('entries');
    }
  }
  return topics;
}

/** An account's balance at this instant: between two events it burns down in a line. */
export function balanceAt(account, now) {
  const from = instant(account.updatedAt);
  const to = instant(account.exhaustsAt);
  if (to === null || from === null || to <= from || account.creditModel === 'UNMETERED') return account.balance;
  const floor = floorOf(account);
  const share = Math.min(1, Math.max(0, (now - from) / (to - from)));
  return account.balance - (account.balance - floor) * share;
}

export const floorOf = account => (account.creditModel === 'POSTPAID' ? -(account.creditLimit ?? 0) : 0);
