import { z } from 'zod';
import { isHost } from './host.js';
import { count, positive, secret, withWords, type DeepReadonly } from './fields.js';

/** Letters, digits and what a URL takes as it is: a token is also part of an address. */
const TOKEN = /^[A-Za-z0-9._~-]{16,256}$/;

/** What a token must be, after `expected`, and how to get a good one. */
export const TOKEN_WORDS =
  'a secret of 16 to 256 letters, digits, - . _ ~ (such as `node -p "crypto.randomUUID()"` prints)';

export const isToken = (text: string): boolean => TOKEN.test(text);

/** Of the server of a run under way, and of one that is over. */
export const DEFAULT_PORT = 9464;
export const MAX_PORT = 65_535;

/** What the run tells while it lasts, and whom. */
export const metricsSchema = z.strictObject({
  port: z
    .union([count(0, MAX_PORT), z.literal('off')])
    .default(DEFAULT_PORT)
    .describe('Port of `/metrics` and the page of the run; 0: any free one.'),
  host: withWords(
    z.string().refine(isHost),
    'a name or an address of this machine, without a port, such as 0.0.0.0',
  )
    .nullable()
    .default(null)
    .describe(
      'What is listened on; null: 127.0.0.1, for programs of this machine only. Any other needs a token.',
    ),
  token: secret(z.string().refine(isToken), TOKEN_WORDS)
    .nullable()
    .default(null)
    .describe(
      'What whoever asks has to know; null: nothing. Best given as `MANYHANDS_METRICS__TOKEN`: a flag is seen by everybody who lists ' +
        'the processes. Is not written to `config.yaml`.',
    ),
  logIntervalSeconds: positive(86_400)
    .default(1)
    .describe(
      'Longest time between two rows of the log; early rows are closer: a tenth of the time so far, at least 50 ms.',
    ),
});

export type MetricsConfig = DeepReadonly<z.infer<typeof metricsSchema>>;
