/**
 * Preloaded into a process: packages are what `STUBS` says, a JSON object of name and source; one whose source is null is not there.
 */
import { register } from 'node:module';

const hooks = `
  const stubs = ${process.env['STUBS'] ?? '{}'};
  export async function resolve(specifier, context, next) {
    const source = stubs[specifier];
    if (source === undefined) return next(specifier, context);
    if (source === null)
      throw Object.assign(new Error(\`Cannot find package '\${specifier}' imported from \${context.parentURL}\`), { code: 'ERR_MODULE_NOT_FOUND' });
    return { url: 'data:text/javascript,' + encodeURIComponent(source), shortCircuit: true };
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
