/** What leaving does, by hand or at the end of a temporary account: hand over or end all that is held, freeze, end sessions. */
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import { decide, type Principal } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { HoldingKind } from '#kernel/holding.ts'
import { endSignIns, setAccountState } from '../account-store.ts'
import { principalOfAccount } from '../identity.ts'
import type { HandedOver } from './offboarding-store.ts'

export type Wish = { kind: string; toAccountId: string | null; note: string }

/** Throws notFound for a colleague who is not active or may not do this work, and for a kind nobody knows. */
export async function handOverAll(
  tx: Tx,
  kinds: readonly HoldingKind[],
  accountId: string,
  wishes: readonly Wish[],
  now: Date,
): Promise<HandedOver[]> {
  const unknown = wishes.find((wish) => !kinds.some(({ kind }) => kind === wish.kind))
  if (unknown) return fail(errors.invalidInput, { field: 'handOver', reason: `nothing is called ${unknown.kind}` })
  const done: HandedOver[] = []
  for (const kind of kinds) {
    const wish = wishes.find((one) => one.kind === kind.kind)
    const to = wish?.toAccountId && kind.way === 'handOver' ? await colleague(tx, wish.toAccountId, accountId, kind, now) : null
    const count = await kind.release(tx, accountId, to, now)
    if (count > 0 || wish)
      done.push({ kind: kind.kind, count, toAccountId: to?.accountId ?? null, toName: to?.name ?? '', note: wish?.note ?? '' })
  }
  return done
}

async function colleague(tx: Tx, toAccountId: string, from: string, kind: HoldingKind, now: Date): Promise<Principal> {
  if (toAccountId.toLowerCase() === from) return fail(errors.notFound)
  const to = await principalOfAccount(tx, toAccountId, { now, ip: '' }).catch(() => fail(errors.notFound))
  const may = kind.needs === undefined || decide(to, { permission: kind.needs as Permission, scope: 'shared' }).allowed
  return may ? to : fail(errors.takerLacksRight, { name: to.name })
}

export async function shutOut(tx: Tx, accountId: string, now: Date): Promise<void> {
  await setAccountState(tx, [accountId], 'frozen')
  await endSignIns(tx, [accountId], now)
}
