import { z } from 'zod';
import { count, positive, type DeepReadonly } from './fields.js';

/** What the run tells while it lasts. */
export const metricsSchema = z.strictObject({
  port: z
    .union([count(0, 65_535), z.literal('off')])
    .default(9464)
    .describe('Port of `/metrics` on 127.0.0.1; 0: any free one.'),
  logIntervalSeconds: positive(86_400)
    .default(1)
    .describe(
      'Longest time between two rows of the log; early rows are closer: a tenth of the time so far, at least 50 ms.',
    ),
});

export type MetricsConfig = DeepReadonly<z.infer<typeof metricsSchema>>;
