/**
 * Loads engines one after another, each in place of the one before, and prints what each runs on or why it does not, as JSON. Reads the
 * names from the command line; `keep:` before one leaves it open.
 */
import type { TfjsEngineName } from '../../../../../../src/shared/config/engines.js';
import { loadBackend } from '../../../../../../src/learner/engines/tfjs/load/load-backend.js';

for (const asked of process.argv.slice(2)) {
  const engine = asked.replace('keep:', '') as TfjsEngineName;
  try {
    const backend = await loadBackend(engine);
    const { tf, device } = backend;
    const product = await tf.matMul(tf.ones([2, 3]), tf.fill([3, 1], 2)).data();
    console.log(JSON.stringify({ engine, device, backend: tf.getBackend(), product: [...product] }));
    if (engine === asked) await backend.close();
  } catch (error) {
    const { code, message } = error as { readonly code?: string; readonly message: string };
    console.log(JSON.stringify({ engine, code, message }));
  }
}
