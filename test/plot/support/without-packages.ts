/** Preloaded with `--import`: hides the packages named in the variable, as if they were not installed. */
import { register } from 'node:module';

const hidden = (process.env['MANYHANDS_TEST_HIDDEN_PACKAGES'] ?? '').split(',');

const hooks = `
  const hidden = ${JSON.stringify(hidden)};
  export async function resolve(specifier, context, next) {
    if (!hidden.some((name) => specifier === name || specifier.startsWith(name + '/'))) return next(specifier, context);
    throw Object.assign(new Error('Cannot find package ' + specifier), { code: 'ERR_MODULE_NOT_FOUND' });
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
