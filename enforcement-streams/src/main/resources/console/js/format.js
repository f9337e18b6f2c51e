// Money, times and addresses as people read them. Pure.

/**
 * Micro-units as text, without ever becoming a fraction in binary: with so many digits, the rest cut off, or, where none
 * are asked for, with all that are not zero but at least two.
 */
export function money(micros, currency, places) {
  if (micros === null || micros === undefined) return '–';
  const whole = BigInt(Math.trunc(micros));
  const size = whole < 0n ? -whole : whole;
  const all = String(size % 1_000_000n).padStart(6, '0');
  const digits = places ? all.slice(0, places) : all.replace(/0{1,4}$/, '');
  const grouped = String(size / 1_000_000n).replace(/\B(?=(\d{3})+$)/g, ' ');
  return `${whole < 0n ? '−' : ''}${grouped}.${digits}${currency ? ` ${currency}` : ''}`;
}

/** An amount as typed ("10", "10.50", "-3,2") in micro-units; null where it is none. */
export function micros(text) {
  const match = /^\s*([+-]?)(\d{1,12})(?:[.,](\d{1,6}))?\s*$/.exec(text);
  if (!match) return null;
  const value = Number(match[2]) * 1_000_000 + Number((match[3] ?? '').padEnd(6, '0'));
  return match[1] === '-' ? -value : value;
}

/** 4:07, 1:02:33, 3 d 04:00. */
export function duration(millis) {
  const all = Math.max(0, Math.floor(millis / 1000));
  const two = number => String(number).padStart(2, '0');
  const days = Math.floor(all / 86_400);
  const hours = Math.floor(all / 3_600) % 24;
  const minutes = Math.floor(all / 60) % 60;
  if (days > 0) return `${days} d ${two(hours)}:${two(minutes)}`;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(all % 60)}` : `${minutes}:${two(all % 60)}`;
}

export const instant = text => (text ? Date.parse(text) : null);

const clockTime = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const fullTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long', hour12: false });

export const time = millis => (millis === null ? '–' : clockTime.format(millis));
export const date = text => (text ? fullTime.format(Date.parse(text)) : '–');

/** sip:alice@example.org as alice; the whole stays in the details. */
export function party(uri) {
  const match = /^(?:sips?|tel):([^@;]+)/i.exec(uri ?? '');
  return match ? match[1] : uri ?? '';
}

const WORDS = {
  FRAUD_VERDICT: 'fraud verdict', OPERATOR: 'operator', BALANCE_EXHAUSTED: 'balance exhausted',
  CHANNEL_LIMIT: 'channel limit', MAX_DURATION: 'longest duration', ACCOUNT_DISABLED: 'account disabled',
  UNRATED_DESTINATION: 'no rate for the destination', NO_BALANCE: 'no balance', BLACKLISTED: 'blacklisted',
  NOT_ADMITTED: 'not admitted', OVERLOAD: 'overload', PREPAID: 'prepaid', POSTPAID: 'postpaid', UNMETERED: 'unmetered',
};

export const words = name => WORDS[name] ?? String(name ?? '').toLowerCase().replaceAll('_', ' ');

export const count = number => number.toLocaleString('en').replaceAll(',', ' ');
