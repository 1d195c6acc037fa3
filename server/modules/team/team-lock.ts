/**
 * Administrative acts of one merchant wait for one another on its `team_state` row. Under this lock the actor's own rights are read
 * anew, so whoever was frozen or lost rights meanwhile can no longer use them, and what is decided on cannot change before it is done.
 */
import { sql, type Tx } from '#kernel/db.ts'
import type { Actor, Effects } from '#kernel/operation.ts'

/** The actor with the rights he has now. Throws accountFrozen, notSignedIn, notPermitted. */
export async function lockTeam(tx: Tx, effects: Effects): Promise<Actor> {
  await lockTeamState(tx)
  return effects.actorNow()
}

/** The lock alone, for acts of those who have no rights yet: the invited. */
export async function lockTeamState(tx: Tx): Promise<void> {
  await tx.write(sql`insert into team_state (merchant_id) values (${tx.merchantId}) on conflict do nothing`)
  await tx.maybe(sql`select 1 from team_state where merchant_id = ${tx.merchantId} for update`)
}

/** What everybody holds may have changed: roles, departments, grants of departments. */
export async function raiseTeamEpoch(tx: Tx): Promise<void> {
  await tx.write(sql`update team_state set epoch = epoch + 1 where merchant_id = ${tx.merchantId}`)
}
