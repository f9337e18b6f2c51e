// Requests to the API that serves this page. The token, where one is asked for, lives as long as the tab.

const TOKEN = 'tollgate.token';
const OPERATOR = 'tollgate.operator';

let skew = 0;
let askToken = async () => null;
let asking = null;

/** What the server's clock shows, as far as a second's resolution can tell. */
export const now = () => Date.now() + skew;

export const onTokenNeeded = ask => { askToken = ask; };
export const hasToken = () => sessionStorage.getItem(TOKEN) !== null;
export const forgetToken = () => sessionStorage.removeItem(TOKEN);

export class ApiError extends Error {
  constructor(status, message, field) {
    super(message);
    this.status = status;
    this.field = field;
  }
}

/** Sends; asks for a token, as often as it takes, where the server wants one. */
export async function request(method, path, { body, signal, headers } = {}) {
  for (;;) {
    const token = sessionStorage.getItem(TOKEN);
    const response = await fetch(path, {
      method, signal, cache: 'no-store', credentials: 'omit',
      headers: {
        ...headers,
        ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
        ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    measureClock(response);
    if (response.status !== 401) return response;
    asking ??= askToken(token !== null).finally(() => { asking = null; });
    const given = await asking;
    if (given === null) throw new ApiError(401, 'a token is needed');
    sessionStorage.setItem(TOKEN, given);
  }
}

/** The answer's JSON; an ApiError with the server's own words otherwise. */
export async function api(method, path, options) {
  const response = await request(method, path, options);
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, answer.error ?? `status ${response.status}`, answer.field);
  return answer;
}

/** Whose orders these are, as he calls himself; kept in this browser. */
export const operator = () => localStorage.getItem(OPERATOR) ?? '';
export const setOperator = name => localStorage.setItem(OPERATOR, name);

/** What an order without a body says of itself. */
export const grounds = reason => `?${new URLSearchParams({ operator: operator() || 'console', reason: reason ?? '' })}`;

export const part = text => encodeURIComponent(text);

function measureClock(response) {
  const shown = Date.parse(response.headers.get('Date') ?? '');
  if (Number.isNaN(shown)) return;
  const apart = shown - Date.now();
  skew = Math.abs(apart) > 2_000 ? apart : 0;
}
