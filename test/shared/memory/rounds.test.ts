import { describe, expect, it } from 'vitest';
import { RoundLeader, RoundMember } from '../../../src/shared/memory/rounds.js';
import { dawdle, QUESTION, type MemberTask } from './support/round-member.js';
import { PATIENCE_MILLISECONDS, startThread } from './support/threads.js';

const MEMBER = new URL('./support/round-member.js', import.meta.url);

/** Rounds with threads of their own, which run for `numRounds`. */
function startRounds(numMembers: number, numRounds: number, { firstRound = 0, dying = -1 } = {}) {
  const rounds = RoundLeader.allocate();
  const words = new SharedArrayBuffer(4 * (1 + numMembers));
  const leader = new RoundLeader(rounds, numMembers, firstRound);
  const threads = Array.from({ length: numMembers }, (_, number) => {
    const task: MemberTask = { rounds, words, number, firstRound, numRounds, dies: number === dying };
    return startThread(MEMBER, task);
  });
  return { leader, sheet: new Int32Array(words), threads };
}

const nobodyLives = (): void => {
  throw new Error('the members did not come');
};

describe('rounds', () => {
  it.each([
    { numMembers: 1, firstRound: 0 },
    { numMembers: 3, firstRound: 0 },
    { numMembers: 2, firstRound: 2 ** 31 - 50 },
    { numMembers: 3, firstRound: -50 },
  ])('show each side what the other wrote, from round $firstRound on with $numMembers', async (given) => {
    const { numMembers, firstRound } = given;
    const numRounds = 2000;
    const { leader, sheet, threads } = startRounds(numMembers, numRounds, { firstRound });
    for (let i = 0; i < numRounds; i++) {
      if (i % 11 === 5) dawdle();
      sheet[QUESTION] = 3 * i;
      leader.open();
      if (i % 13 === 7) dawdle();
      // A wake-up that is lost is seen: nobody wakes from this by himself.
      leader.join(nobodyLives, PATIENCE_MILLISECONDS);
      for (let member = 0; member < numMembers; member++) {
        if (sheet[1 + member] !== 3 * i + 1) throw new Error(`round ${i}: member ${member} is not done`);
      }
    }
    expect(await Promise.all(threads.map(({ exited }) => exited))).toEqual(threads.map(() => 0));
  });

  it('open before a member has come, who then takes part', () => {
    const rounds = RoundLeader.allocate();
    const leader = new RoundLeader(rounds, 1);
    leader.open();
    const member = new RoundMember(rounds);
    member.enter();
    member.finish();
    leader.join(nobodyLives);
  });

  it('ask for the members again and again when one does not finish, until somebody ends the wait', async () => {
    const { leader, threads } = startRounds(2, 2, { dying: 1 });
    leader.open();
    leader.join(nobodyLives, PATIENCE_MILLISECONDS);
    leader.open();
    await threads[1]!.exited;
    let asked = 0;
    const giveUp = () => {
      asked++;
      if (asked === 3) throw new Error('member 1 is dead');
    };
    expect(() => leader.join(giveUp, 1)).toThrow('member 1 is dead');
    expect(asked).toBe(3);
  });

  it('wait for all members, not for as many shares', () => {
    const rounds = RoundLeader.allocate();
    const leader = new RoundLeader(rounds, 2);
    const one = new RoundMember(rounds);
    leader.open();
    one.enter();
    one.finish();
    expect(() => leader.join(nobodyLives, 1)).toThrow('the members did not come');
  });

  it('reject memory of another size, and a number of members that cannot be', () => {
    const wrong = new SharedArrayBuffer(4);
    const message = 'rounds: expected 512 bytes, got 4';
    expect(() => new RoundLeader(wrong, 1)).toThrow(
      expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT', message }),
    );
    expect(() => new RoundMember(wrong)).toThrow(
      expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT', message }),
    );
    for (const numMembers of [0, 1025, 1.5])
      expect(() => new RoundLeader(RoundLeader.allocate(), numMembers)).toThrow(
        expect.objectContaining({ code: 'ERR_MEMORY_LAYOUT' }),
      );
  });
});
