/** Labels of letters, digits and hyphens, as in RFC 1123 section 2.1; with the underscores that containers are called by. */
const NAME = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/;

/** A name or an address without the brackets that an IPv6 one has in a URL, and in small letters. */
export const bareHost = (host: string): string => host.replace(/^\[(.*)\]$/, '$1').toLowerCase();

/** As it stands in a URL: an IPv6 address in brackets and as short as it can be written. */
export const urlHost = (host: string): string => new URL(`http://${bracketed(host)}`).hostname;

/** Whether this is a name or an address, with nothing before or after it. IPv6 may have brackets. */
export function isHost(text: string): boolean {
  const url = `http://${bracketed(text)}`;
  if (!URL.canParse(url)) return false;
  // URLs know addresses better than a pattern does, and take 127.1 for one too; whoever listens does not.
  const lower = text.toLowerCase();
  return text.includes(':') || (NAME.test(lower) && new URL(url).hostname === lower);
}

/** Whether only programs of this machine reach what listens there. A name other than localhost may be anybody's. */
export function isLoopback(host: string): boolean {
  const bare = bareHost(host);
  return bare === 'localhost' || /^127(\.\d{1,3}){3}$/.test(bare) || urlHost(host) === '[::1]';
}

function bracketed(host: string): string {
  const bare = bareHost(host);
  return bare.includes(':') ? `[${bare}]` : bare;
}
