import type { RunView } from './run-view.js';
import type { Runs } from './runs.js';

/** A run of a family: its first, or a fork. */
export interface Member {
  readonly view: RunView;
  /** The state that it left its parent at; 0 for the first run. */
  readonly from: number;
  /** How many members stand between the parent and this one, plus one; 0 for the first run. */
  readonly below: number;
}

/** The first known run of the family. */
export function rootOf(runs: Runs, view: RunView): RunView {
  const parent = runs.byId(view.run.parent?.run ?? null);
  return parent ? rootOf(runs, parent) : view;
}

/**
 * A run's family: each fork after its parent, and those that left it later before those that left it earlier. A line down from
 * the state that a fork left then crosses no other run.
 */
export function familyOf(runs: Runs, view: RunView): readonly Member[] {
  const members: Member[] = [];
  const add = (member: RunView, parentAt: number) => {
    const at = members.length;
    members.push({ view: member, from: parentAt < 0 ? 0 : (member.run.parent?.state ?? 0), below: parentAt < 0 ? 0 : at - parentAt });
    forksOf(runs, member).forEach((fork) => add(fork, at));
  };
  add(rootOf(runs, view), -1);
  return members;
}

function forksOf(runs: Runs, view: RunView): RunView[] {
  return runs.all
    .filter(({ run }) => run.parent?.run === view.id)
    .sort((a, b) => b.run.parent!.state - a.run.parent!.state || a.run.createdAt.localeCompare(b.run.createdAt));
}

/** At most `most` members: the first, the one looked at and the nearest of those above it, then the newest. */
export function shortFamily(members: readonly Member[], looked: RunView, most: number): readonly Member[] {
  if (members.length <= most) return members;
  const chosen = new Set<RunView>([members[0]!.view]);
  for (let at = members.findIndex(({ view }) => view === looked); at > 0 && chosen.size < most; at -= members[at]!.below) chosen.add(members[at]!.view);
  const newest = members.map(({ view }) => view).sort((a, b) => b.run.createdAt.localeCompare(a.run.createdAt));
  for (const view of newest) if (chosen.size < most) chosen.add(view);
  return relinked(members.filter(({ view }) => chosen.has(view)));
}

/** The members with `below` counted among themselves; a fork whose parent is left out hangs from the first. */
function relinked(members: readonly Member[]): readonly Member[] {
  return members.map((member, at) => {
    const parent = members.findIndex(({ view }) => view.id === member.view.run.parent?.run);
    return at === 0 ? member : { ...member, below: at - Math.max(0, parent) };
  });
}
