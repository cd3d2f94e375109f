import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = new URL('../../../../../../', import.meta.url);
const inRoot = (path: string): string => fileURLToPath(new URL(path, ROOT));

/** What of the sources a browser gets to play: one minified module that exports `startPlay`. */
export interface PlayBundle {
  readonly code: string;
  /** Files of the sources that are in it, and names of what it would import. */
  readonly modules: readonly string[];
  readonly imports: readonly string[];
}

export async function bundlePlay(): Promise<PlayBundle> {
  const build = await rolldown({
    input: inRoot('src/dashboard/page/play/start-play.ts'),
    platform: 'browser',
    tsconfig: inRoot('src/dashboard/page/tsconfig.json'),
    resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  });
  try {
    const { output } = await build.generate({ format: 'es', minify: true });
    const [{ code, moduleIds, imports }] = output;
    return { code, modules: moduleIds, imports };
  } finally {
    await build.close();
  }
}
