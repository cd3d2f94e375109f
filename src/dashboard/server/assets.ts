import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { CODINGS, preferredCoding, type Coding } from './negotiate.js';
import { textReply, type Reply } from './reply.js';
import type { Routes } from './routes.js';

/** Where the build puts the page: `dist/page`. */
export const PAGE_FOLDER = new URL('../../../page/', import.meta.url);

const INDEX = 'index.html';

/** Of the files that are served; others in the folder are not. */
const CONTENT_TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  // Browsers compile it while it comes in, but only under this name.
  ['.wasm', 'application/wasm'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
]);

const COMPRESS: Readonly<Record<Coding, (bytes: Buffer) => Promise<Buffer>>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** A file in every form in which it is sent. */
interface Asset {
  readonly plain: Reply;
  readonly compressed: Readonly<Partial<Record<Coding, Reply>>>;
}

/**
 * The files of the page, by name, and the page itself at `/`. Nothing but the names found now is ever looked for, so no path leads
 * anywhere else. Each file is read and compressed once, when it is first asked for, on other threads than this.
 */
export async function pageRoutes(folder: URL): Promise<Routes> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (!names.includes(INDEX)) return { '/': () => notBuilt(folder) };
  const served = names.filter((name) => CONTENT_TYPES.has(extname(name)));
  return Object.fromEntries(
    served.map((name) => {
      let asset: Promise<Asset> | undefined;
      return [
        name === INDEX ? '/' : `/${name}`,
        async ({ headers }) => {
          asset ??= load(new URL(encodeURIComponent(name), folder), CONTENT_TYPES.get(extname(name))!);
          // A failure is not kept: a build may be under way.
          asset.catch(() => (asset = undefined));
          const { plain, compressed } = await asset;
          const coding = preferredCoding(headers['accept-encoding']);
          return (coding !== null && compressed[coding]) || plain;
        },
      ];
    }),
  );
}

async function load(file: URL, contentType: string): Promise<Asset> {
  const bytes = await readFile(file);
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 22);
  const reply = (body: Buffer, coding?: Coding): Reply => ({
    contentType,
    body,
    etag: coding === undefined ? `"${hash}"` : `"${hash}-${coding}"`,
    headers: { Vary: 'Accept-Encoding', ...(coding !== undefined && { 'Content-Encoding': coding }) },
  });
  const compressed: Partial<Record<Coding, Reply>> = {};
  for (const coding of CODINGS) {
    const body = await COMPRESS[coding](bytes);
    // Images are compressed already.
    if (body.length < bytes.length) compressed[coding] = reply(body, coding);
  }
  return { plain: reply(bytes), compressed };
}

function notBuilt(folder: URL): Reply {
  const fix = 'run npm run build, and start again';
  return textReply(`page: expected its files in ${fileURLToPath(folder)}, got none; ${fix}`, 404);
}
