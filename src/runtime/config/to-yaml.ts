import { isLoopback } from '../../shared/config/host.js';
import type { RunConfig } from '../../shared/config/run-config.js';
import { loadYaml } from './yaml-text.js';

/**
 * A config as YAML, one section after the other; read back as a file it gives the same config, apart from what would give
 * away the token, or ask for one again.
 */
export function toYaml(config: RunConfig<object>): string {
  const { Document } = loadYaml();
  const document = new Document(withoutToken(config), { aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0 });
}

/** Without the token, and so without a host that needs one. */
function withoutToken<Config extends RunConfig<object>>(config: Config): Config {
  const { host } = config.metrics;
  const metrics = { ...config.metrics, host: host !== null && isLoopback(host) ? host : null, token: null };
  return { ...config, metrics };
}
