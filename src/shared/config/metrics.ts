import { z } from 'zod';
import { count, positive, type DeepReadonly } from './fields.js';

/** What the run tells while it lasts. */
export const metricsSchema = z.strictObject({
  port: z
    .union([count(0, 65_535), z.literal('off')])
    .default(9464)
    .describe('Port of `/metrics` on 127.0.0.1; 0: any free one.'),
  logIntervalSeconds: positive(86_400).default(1).describe('Time between two rows of the log.'),
});

export type MetricsConfig = DeepReadonly<z.infer<typeof metricsSchema>>;
