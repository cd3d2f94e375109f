import * as units from '@grafana/grafana-foundation-sdk/units';
import type { Section } from '../panel-spec.js';
import { gauge, rate } from '../promql.js';
import { suffixed } from '../units.js';

export const CPU_AND_MEMORY: Section = {
  title: 'CPU and memory',
  lines: [
    {
      height: 8,
      panels: [
        {
          kind: 'stack',
          title: 'CPU',
          description:
            'Cores in use by all threads: by the program, and by the kernel for it. A large share of the kernel: threads wake each other too often.',
          unit: suffixed('cores'),
          queries: [
            { expr: rate('process_cpu_user_seconds_total'), legend: 'program' },
            { expr: rate('process_cpu_system_seconds_total'), legend: 'kernel' },
          ],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'lines',
          title: 'Memory of the process',
          description: 'Resident memory of all threads, shared memory included. Growing for long: a leak.',
          unit: units.BytesIEC,
          queries: [{ expr: gauge('process_resident_memory_bytes'), legend: 'resident' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
    {
      height: 8,
      panels: [
        {
          kind: 'lines',
          title: 'Heap of the main thread',
          description:
            'JavaScript heap, the part of it in use, and memory outside of it that its objects hold. In use growing for long: a leak in the main thread.',
          unit: units.BytesIEC,
          queries: [
            { expr: gauge('nodejs_heap_size_total_bytes'), legend: 'heap' },
            { expr: gauge('nodejs_heap_size_used_bytes'), legend: 'heap in use' },
            { expr: gauge('nodejs_external_memory_bytes'), legend: 'outside' },
          ],
          whenEmpty: 'unscraped',
          min: 0,
        },
        {
          kind: 'stack',
          title: 'Heap in use by space',
          description:
            'Where V8 keeps the objects of the main thread. old growing for long: objects are kept; large_object growing: large arrays are.',
          unit: units.BytesIEC,
          queries: [{ expr: gauge('nodejs_heap_space_size_used_bytes'), legend: '{{space}}' }],
          whenEmpty: 'unscraped',
          min: 0,
        },
      ],
    },
  ],
};
