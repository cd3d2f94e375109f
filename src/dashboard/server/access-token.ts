import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** How somebody showed that they know the token. */
export type Proof = 'bearer' | 'cookie';

/**
 * The secret that whoever asks has to know. Programs send it along, browsers show it once and get a cookie.
 *
 * Comparisons take the same time for a token that is nearly right as for one that is all wrong.
 */
export class AccessToken {
  readonly #digest: Buffer;
  readonly #pass: string;

  constructor(token: string) {
    this.#digest = digestOf(token);
    // Cookies go to every port of a machine: this one opens nothing else, and cannot be turned back into the token.
    this.#pass = createHmac('sha256', token).update('manyhands page').digest('base64url');
  }

  /** Whether this is the token. */
  isRight(text: string): boolean {
    return timingSafeEqual(digestOf(text), this.#digest);
  }

  /** How the sender of a request showed that they know the token, undefined if they did not. */
  proofIn({ headers, socket }: IncomingMessage): Proof | undefined {
    const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined && this.isRight(bearer)) return 'bearer';
    const name = cookieName(socket.localPort);
    const passes = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim().split('='));
    const digest = digestOf(this.#pass);
    return passes.some(([key, value = '']) => key === name && timingSafeEqual(digestOf(value), digest))
      ? 'cookie'
      : undefined;
  }

  /** `Set-Cookie` for a browser that has shown the token: for this server's own page and for as long as the browser runs. */
  cookieFor({ socket }: IncomingMessage): string {
    return `${cookieName(socket.localPort)}=${this.#pass}; Path=/; HttpOnly; SameSite=Strict`;
  }
}

/** Runs on other ports of the same machine have cookies of their own. */
const cookieName = (port: number | undefined): string => `manyhands-${port ?? ''}`;

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();
