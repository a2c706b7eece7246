/** Asking the engine. */

/** What went wrong, as the engine says it (RFC 9457), or that it could not be reached. */
export interface Problem {
  status: number;
  title: string;
  detail: string;
  zh?: string;
}

async function problemOf(response: Response): Promise<Problem> {
  const fallback = { status: response.status, title: response.statusText, detail: '' };
  if (!response.headers.get('Content-Type')?.includes('problem+json')) {
    return fallback;
  }
  return { ...fallback, ...((await response.json()) as Partial<Problem>) };
}

function unreachable(cause: unknown): Problem {
  return { status: 0, title: 'unreachable', detail: String(cause) };
}

let signInAgain: ((signal?: AbortSignal | null) => Promise<void>) | undefined;

/**
 * Says what is done where the engine no longer knows who asks: it resolves once somebody has signed
 * in again, and what was asked is asked anew. Nothing that was typed is lost.
 */
export function whenSignedOut(ask: (signal?: AbortSignal | null) => Promise<void>): void {
  signInAgain = ask;
}

/** Asks for JSON; rejects with a {@link Problem}. 204 is an empty list. */
export async function getJson<T>(path: string, signal?: AbortSignal, accept?: string): Promise<T> {
  return send<T>(path, { ...(signal ? { signal } : {}), headers: { Accept: accept ?? 'application/json' } });
}

/** Sends JSON and reads JSON; rejects with a {@link Problem}. */
export async function sendJson<T>(path: string, method: string, body: unknown): Promise<T> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
  return send<T>(path, { method, headers, body: JSON.stringify(body) });
}

async function send<T>(path: string, init: RequestInit, again = false): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    throw unreachable(cause);
  }
  // a sign-in that is refused is no session that has ended
  if (response.status === 401 && signInAgain && !again && !path.startsWith('/session')) {
    await signInAgain(init.signal);
    return send<T>(path, init, true);
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return (response.status === 204 ? [] : await response.json()) as T;
}
