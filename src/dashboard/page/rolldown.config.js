// The page of a run, as files that a server hands out as they are: `npm run build:page` writes them to dist/page.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'rolldown';

const inPage = (path) => fileURLToPath(new URL(path, import.meta.url));
const inRoot = (path) => inPage(`../../../${path}`);
const read = (path) => readFileSync(path, 'utf8');

/** In the order in which they build on each other. */
const STYLES = [
  ...['tokens', 'base', 'masthead', 'layout', 'figures', 'charts', 'events'].map(
    (name) => `style/${name}.css`,
  ),
  'play/play.css',
];

/** Its licence asks that the notice stays with every copy. */
const uPlotNotice = `/*! uPlot, https://github.com/leeoniya/uPlot\n${read(inRoot('node_modules/uplot/LICENSE')).trim()}\n*/\n`;

/** What a browser reads of a stylesheet: no comments, no indentation. */
const stripCss = (css) => css.replaceAll(/\/\*[^]*?\*\//g, '').replaceAll(/\s*\n\s*/g, '\n');

const assets = {
  name: 'assets',
  buildStart() {
    const styles = STYLES.map(inPage);
    for (const path of [...styles, inPage('index.html'), inPage('icon.svg')]) this.addWatchFile(path);
    const css = [inRoot('node_modules/uplot/dist/uPlot.min.css'), ...styles].map(read).join('\n');
    const emit = (fileName, source) => this.emitFile({ type: 'asset', fileName, source });
    emit('index.html', read(inPage('index.html')));
    emit('page.css', uPlotNotice + stripCss(css));
    emit('icon.svg', read(inPage('icon.svg')));
    emit('kernels.wasm', readFileSync(inRoot('dist/wasm/kernels.wasm')));
  },
};

export default defineConfig({
  input: { page: inPage('main.ts'), theme: inPage('theme.ts') },
  platform: 'browser',
  tsconfig: inPage('tsconfig.json'),
  // Sources name the file that tsc writes, as Node wants it.
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  plugins: [assets],
  output: {
    dir: inRoot('dist/page'),
    cleanDir: true,
    format: 'es',
    minify: true,
    postBanner: ({ name }) => (name === 'page' ? uPlotNotice : ''),
    entryFileNames: '[name].js',
  },
});
