import type { TenantDb } from '../../db/connection.ts';
import { listTrue } from '../../db/queries/drips/conditions.ts';
import {
  insertMoves,
  lockDue,
  markPositions,
  type DuePosition,
  type MoveRow,
  type PositionMark,
} from '../../db/queries/drips/positions.ts';
import type { DripDefinition } from '../../domain/drips/definition.ts';
import { findStep, nextOf, topologicalOrder } from '../../domain/drips/graph.ts';
import type { LeaveReason } from '../../domain/drips/position.ts';
import type { DripStep } from '../../domain/drips/steps.ts';
import { takeStep, type DripPass, type StepResult } from './steps.ts';

/** Somebody on the way through steps: `at` is the moment from which the next delay counts. */
export interface Traveller {
  id: string;
  personId: string;
  zone: string;
  at: string;
}

/**
 * Moves one batch of those who are due in the caller's transaction: each through as many steps as need no waiting. What a step asks
 * for (a message, a call) is written in the same transaction, so that neither can be without the other. Returns how many were moved.
 */
export async function advanceBatch(db: TenantDb, pass: DripPass, limit: number): Promise<number> {
  const due = await lockDue(db, { dripId: pass.dripId, nowIso: pass.nowIso, limit });
  const versions = new Set(due.map(({ version }) => version));
  for (const version of versions) {
    const rule = await pass.ruleOf(db, version);
    await new Walk(db, { pass, rule, version }).take(due.filter((position) => position.version === version));
  }
  return due.length;
}

/** One version's people in one batch. Steps are visited in an order in which everybody has come before a step is taken. */
class Walk {
  private readonly marks: PositionMark[] = [];
  private readonly moves: MoveRow[] = [];
  private readonly entering = new Map<string, Traveller[]>();

  constructor(
    private readonly db: TenantDb,
    private readonly on: { pass: DripPass; rule: DripDefinition; version: number },
  ) {}

  async take(due: readonly DuePosition[]): Promise<void> {
    const { pass, rule } = this.on;
    const going = due.filter((position) => {
      if (position.mustLeave) this.leave(position.step, this.travellerOf(position), position.mustLeave);
      return !position.mustLeave;
    });
    await this.leaveWhere(going);
    for (const key of topologicalOrder(rule.steps)) {
      const step = findStep(rule.steps, key)!;
      const travellers = await this.stillIn(key, this.entering.get(key) ?? []);
      if (travellers.length > 0) this.settle(step, await takeStep(this.db, { ...this.on, step, travellers }));
    }
    await markPositions(this.db, this.marks, pass.nowIso);
    await insertMoves(this.db, pass.dripId, this.moves);
  }

  /** Goals and exits are looked at before anybody goes on from where they stand. */
  private async leaveWhere(due: readonly DuePosition[]): Promise<void> {
    const { rule } = this.on;
    const left = await this.leavers(due);
    for (const position of due) {
      const traveller = this.travellerOf(position);
      const reason = left.get(position.id);
      if (reason) {
        this.leave(position.step, traveller, reason);
        continue;
      }
      if (position.step === null) this.enter(rule.steps[0]?.key ?? null, traveller);
      else if (position.waitsFor === 'window' && position.goesTo === null) this.enter(position.step, traveller);
      else {
        if (position.waitsFor === 'time') this.note(position.step, traveller, 'waited', null);
        this.enter(position.goesTo ?? nextOf(rule.steps, position.step), traveller, position.step);
      }
    }
  }

  /** And again before each step of the same round, since the steps before it may have made a goal or an exit true. */
  private async stillIn(key: string, travellers: Traveller[]): Promise<Traveller[]> {
    const left = this.on.pass.hasChanged ? await this.leavers(travellers) : new Map<string, LeaveReason>();
    for (const traveller of travellers) if (left.has(traveller.id)) this.leave(key, traveller, left.get(traveller.id)!);
    return travellers.filter(({ id }) => !left.has(id));
  }

  private async leavers(people: readonly { id: string; personId: string }[]): Promise<Map<string, LeaveReason>> {
    const { pass, rule } = this.on;
    const left = new Map<string, LeaveReason>();
    const asked = { nowIso: pass.nowIso, stepIds: pass.stepIds, positions: people };
    if (rule.exitWhen) for (const id of await listTrue(this.db, rule.exitWhen, asked)) left.set(id, 'condition');
    if (rule.goal) for (const id of await listTrue(this.db, rule.goal, asked)) left.set(id, 'goal');
    return left;
  }

  private settle(step: DripStep, results: readonly StepResult[]): void {
    for (const { traveller, result } of results) {
      switch (result.kind) {
        case 'goesOn':
          this.note(step.key, traveller, result.outcome, result.reason ?? null);
          this.enter(result.next, result.at ? { ...traveller, at: result.at } : traveller, step.key);
          break;
        case 'stays':
          this.marks.push({
            ...open,
            id: traveller.id,
            step: step.key,
            sinceIso: traveller.at,
            dueIso: result.dueAt,
            waitsFor: result.waitsFor,
          });
          break;
        case 'leaves':
          this.leave(step.key, traveller, result.reason);
          break;
      }
    }
  }

  private enter(next: string | null, traveller: Traveller, from: string | null = null): void {
    if (next === null || !findStep(this.on.rule.steps, next)) {
      this.end({ traveller, step: from, state: 'completed', reason: 'finished' });
      return;
    }
    this.entering.set(next, [...(this.entering.get(next) ?? []), traveller]);
  }

  private leave(step: string | null, traveller: Traveller, reason: LeaveReason): void {
    if (step !== null) this.note(step, traveller, reason === 'goal' ? 'goal' : 'left', reason);
    this.end({ traveller, step, state: 'exited', reason });
  }

  private end(over: { traveller: Traveller; step: string | null; state: 'completed' | 'exited'; reason: LeaveReason }) {
    const { traveller, step, state, reason } = over;
    this.marks.push({
      ...open,
      id: traveller.id,
      state,
      step,
      sinceIso: traveller.at,
      dueIso: null,
      waitsFor: 'nothing',
      reason,
    });
  }

  private note(step: string, traveller: Traveller, outcome: string, reason: string | null): void {
    this.moves.push({ positionId: traveller.id, step, atIso: this.on.pass.nowIso, outcome, reason });
  }

  /** A delay counts from the outcome of the step before, and from now where that was a wait: never from when it should have been. */
  private travellerOf({ id, personId, zone, waitsFor, dueAt, step }: DuePosition): Traveller {
    const isOutcome = step !== null && waitsFor === 'nothing';
    return { id, personId, zone, at: isOutcome ? dueAt.toISOString() : this.on.pass.nowIso };
  }
}

const open = { state: 'active', reason: null } as const;
