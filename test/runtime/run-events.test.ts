import { describe, expect, it } from 'vitest';
import { RunEvents } from '../../src/runtime/run-events.js';

const tellOf = (events: RunEvents, envSteps: number): void =>
  events.tell((observer) => observer.onCheckpoint?.({ name: String(envSteps), envSteps }, envSteps / 100));

function observerOf() {
  const heard: [string, number][] = [];
  return {
    heard,
    onCheckpoint: ({ name }: { name: string }, timeSeconds: number): void =>
      void heard.push([name, timeSeconds]),
  };
}

describe('RunEvents', () => {
  it('tells every observer all of it, in order, whenever it came', () => {
    const events = new RunEvents();
    const early = observerOf();
    const late = observerOf();
    events.observe({});
    events.observe(early);
    tellOf(events, 100);
    tellOf(events, 200);
    events.observe(late);
    tellOf(events, 300);
    const all = [
      ['100', 1],
      ['200', 2],
      ['300', 3],
    ];
    expect(early.heard).toEqual(all);
    expect(late.heard).toEqual(all);
  });

  it('tells nothing to who has gone, and of a long past the newest part', () => {
    const events = new RunEvents();
    const gone = observerOf();
    events.observe(gone)();
    for (let i = 1; i <= 1000; i++) tellOf(events, i);
    const late = observerOf();
    events.observe(late);
    expect(gone.heard).toEqual([]);
    expect(late.heard.map(([name]) => Number(name))).toEqual(Array.from({ length: 256 }, (_, i) => 745 + i));
  });
});
