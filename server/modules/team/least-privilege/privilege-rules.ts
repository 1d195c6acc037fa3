/** What is unusual about rights: compared with peers, with what was used, and with duties that should be apart. Pure. */
import { conflictingDuties } from '#contract/duties.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import type { GrantWarning } from '#contract/team-leaving.ts'

/** A right held by fewer of the peers than this share is unusual. */
const PEER_SHARE = 0.2
const FEWEST_PEERS = 3
const UNUSED_DAYS = 90

export type Peer = { permissions: ReadonlySet<string> }
export type Uses = ReadonlyMap<string, { holders: number; users: number }>

export const conflictsOf = (held: ReadonlySet<string>): { first: Permission; second: Permission }[] =>
  conflictingDuties.filter(({ first, second }) => held.has(first) && held.has(second))

/** `before` and `after`: all permissions of the subject. Only what is new is weighed. `uses`: per permission how many peers hold and how many of them used it in 90 days. */
export function weigh(
  before: ReadonlySet<string>,
  after: ReadonlySet<string>,
  peers: readonly Peer[],
  uses: Uses,
): GrantWarning[] {
  const added = [...after].filter((code) => !before.has(code)) as Permission[]
  const warnings: GrantWarning[] = []
  for (const permission of added) {
    const plain = { permission, other: null }
    const having = peers.filter((peer) => peer.permissions.has(permission)).length
    if (peers.length >= FEWEST_PEERS && having < peers.length * PEER_SHARE)
      warnings.push({ kind: 'peers', ...plain, of: peers.length, having })
    const use = uses.get(permission)
    if (use && use.holders >= FEWEST_PEERS && use.users === 0)
      warnings.push({ kind: 'unused', ...plain, of: UNUSED_DAYS, having: use.holders })
    if (permissions[permission].risk === 'high') warnings.push({ kind: 'risk', ...plain, of: peers.length, having })
  }
  const known = new Set(conflictsOf(before).map(({ first, second }) => `${first} ${second}`))
  for (const { first, second } of conflictsOf(after))
    if (!known.has(`${first} ${second}`)) warnings.push({ kind: 'conflict', permission: first, other: second, of: 0, having: 0 })
  return warnings
}
