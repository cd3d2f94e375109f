import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { ask, askRaw } from '../support/ask.js';
import { FakeFeed } from '../support/fake-feed.js';
import { runningServers } from '../support/running.js';

const start = runningServers();
const folder = temporaryFolder();

const HTML = `<!doctype html>${'<p>the page of a run</p>'.repeat(50)}`;
/** Nothing that could be compressed: the digests of numbers. */
const NOISE = Buffer.concat(
  Array.from({ length: 64 }, (_, i) => createHash('sha256').update(String(i)).digest()),
);

/** A page's folder inside another folder that holds what must not be had. */
function builtPage(): { readonly path: string; readonly url: URL } {
  const outside = mkdtempSync(join(folder, 'site-'));
  writeFileSync(join(outside, 'secret.js'), 'secret');
  const path = join(outside, 'page');
  mkdirSync(join(path, 'inner.js'), { recursive: true });
  writeFileSync(join(path, 'index.html'), HTML);
  writeFileSync(join(path, 'page-a1B2.js'), 'export {};\n'.repeat(100));
  writeFileSync(join(path, 'page.css'), 'p { margin: 0 }\n'.repeat(100));
  writeFileSync(join(path, 'kernels.wasm'), '\0asm'.repeat(100));
  writeFileSync(join(path, 'icon.svg'), '<svg/>');
  writeFileSync(join(path, 'icon.png'), NOISE);
  writeFileSync(join(path, 'notes.txt'), 'notes');
  return { path, url: pathToFileURL(`${path}/`) };
}

const startPage = (pageFolder = builtPage().url) => start({ feed: new FakeFeed(), pageFolder });

describe('the page of a server', () => {
  it.each([
    ['/', 'text/html; charset=utf-8'],
    ['/page-a1B2.js', 'text/javascript; charset=utf-8'],
    ['/page.css', 'text/css; charset=utf-8'],
    ['/kernels.wasm', 'application/wasm'],
    ['/icon.svg', 'image/svg+xml'],
    ['/icon.png', 'image/png'],
  ])('has %s as %s', async (path, type) => {
    const { status, headers } = await ask(await startPage(), path);
    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type });
    expect(headers).toMatchObject({ 'cache-control': 'no-cache', vary: 'Accept-Encoding' });
  });

  it('is sent as it is, with brotli or with gzip, each with a tag of its own', async () => {
    const server = await startPage();
    const plain = await ask(server, '/');
    const br = await ask(server, '/', { headers: { 'accept-encoding': 'gzip, br' } });
    const gzip = await ask(server, '/', { headers: { 'accept-encoding': 'gzip' } });
    expect(plain.text).toBe(HTML);
    expect(brotliDecompressSync(br.body).toString()).toBe(HTML);
    expect(gunzipSync(gzip.body).toString()).toBe(HTML);
    expect([plain, br, gzip].map(({ headers }) => headers['content-encoding'])).toEqual([
      undefined,
      'br',
      'gzip',
    ]);
    expect(new Set([plain, br, gzip].map(({ headers }) => headers.etag)).size).toBe(3);
    expect(br.headers['content-length']).toBe(String(br.body.length));
  });

  it('is not compressed where that makes it larger', async () => {
    const { headers, body } = await ask(await startPage(), '/icon.png', {
      headers: { 'accept-encoding': 'br' },
    });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body).toEqual(NOISE);
  });

  it('is read and compressed once', async () => {
    const { path, url } = builtPage();
    const server = await startPage(url);
    const first = await ask(server, '/', { headers: { 'accept-encoding': 'br' } });
    rmSync(path, { recursive: true });
    expect(await ask(server, '/', { headers: { 'accept-encoding': 'br' } })).toMatchObject({
      status: 200,
      body: first.body,
    });
    expect(await ask(server, '/')).toMatchObject({ status: 200, text: HTML });
  });

  it('is asked for again when it could not be read', async () => {
    const { path, url } = builtPage();
    const server = await startPage(url);
    rmSync(join(path, 'page.css'));
    expect(await ask(server, '/page.css')).toMatchObject({ status: 500 });
    writeFileSync(join(path, 'page.css'), 'p {}');
    expect(await ask(server, '/page.css')).toMatchObject({ status: 200, text: 'p {}' });
  });

  it('answers HEAD with the headers alone', async () => {
    const { status, headers, text } = await ask(await startPage(), '/', { method: 'HEAD' });
    expect({ status, length: headers['content-length'], text }).toEqual({
      status: 200,
      length: String(HTML.length),
      text: '',
    });
  });

  it('is not sent to whoever has it', async () => {
    const server = await startPage();
    const etag = (await ask(server, '/')).headers.etag!;
    for (const has of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const { status, headers, text } = await ask(server, '/', { headers: { 'if-none-match': has } });
      expect({ status, etag: headers.etag, text, type: headers['content-type'] }).toEqual({
        status: 304,
        etag,
        text: '',
        type: undefined,
      });
    }
    for (const has of ['"other"', etag.slice(1, -1), '']) {
      expect(await ask(server, '/', { headers: { 'if-none-match': has } })).toMatchObject({ status: 200 });
    }
  });

  it.each([
    '/index.html',
    '/notes.txt',
    '/inner.js/',
    '/secret.js',
    '/../secret.js',
    '/./page.css',
    '/x/../page.css',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/%2e%2e%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/page.css%00',
    '/%00page.css',
    '/page.css/',
    '//page.css',
    '/page%2ecss',
    '/.%2e/.%2e/.%2e/etc/passwd',
  ])('leads nowhere else: %s', async (path) => {
    const server = await startPage();
    const answer = await askRaw(
      server,
      `GET ${path} HTTP/1.1\r\nHost: localhost:${server.port}\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 [^]*\r\n\r\nno page here; there are \/, \/api\/run, /);
  });

  it('leads nowhere with a raw NUL or line end in its address', async () => {
    const server = await startPage();
    for (const path of ['/page.css\0', '/page.css\n', '/page.css\r']) {
      expect(await askRaw(server, `GET ${path} HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 400 /,
      );
    }
  });

  it('does not serve a folder that is called like a file', async () => {
    expect(await ask(await startPage(), '/inner.js')).toMatchObject({ status: 404 });
  });

  it.each(['none', 'without-index'])('says what to do when it is not built: %s', async (name) => {
    const path = join(folder, name);
    if (name !== 'none') mkdirSync(path);
    const server = await startPage(pathToFileURL(`${path}/`));
    const { status, text } = await ask(server, '/');
    expect({ status, text }).toEqual({
      status: 404,
      text: `page: expected its files in ${path}/, got none; run npm run build, and start again\n`,
    });
    expect(await ask(server, '/api/run')).toMatchObject({ status: 200 });
  });
});
