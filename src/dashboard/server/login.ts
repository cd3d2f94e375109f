import type { IncomingMessage } from 'node:http';
import type { AccessToken } from './access-token.js';
import { textReply, type Reply } from './reply.js';

/** Whether a browser shows the token, right or wrong, to get a cookie for it. */
export const isLogin = (url: string): boolean => url.startsWith('/?token=');

/** Gives a browser that shows the token a cookie, and sends it where its address bar does not show it. */
export function loginReply(request: IncomingMessage, token: AccessToken): Reply {
  const shown = new URLSearchParams(request.url!.slice('/?'.length)).get('token') ?? '';
  if (!token.isRight(shown)) return unauthorized();
  const headers = { Location: '/', 'Set-Cookie': token.cookieFor(request) };
  return { ...textReply('see /', 303), headers };
}

/** What whoever does not know the token is told. */
export function unauthorized(): Reply {
  const wanted = "the run's, as Authorization: Bearer <token>, or /?token=<token> once in a browser";
  return { ...textReply(`token: expected ${wanted}`, 401), headers: { 'WWW-Authenticate': 'Bearer' } };
}
