import { errors } from '#contract/errors.ts'
import type { BulkResult } from '#contract/operation.ts'
import { team } from '#contract/team.ts'
import type { Tx } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { type Actor, command } from '#kernel/operation.ts'
import type { GrantPair } from '#modules/team/grants/grant.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { pairsForNewcomer } from '#modules/team/grants/newcomer-envelope.ts'
import { hashChosen } from '#modules/team/sign-in/chosen-password.ts'
import { requireTemporaryEnd } from '#modules/team/staff-rules.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { admit } from '../admit.ts'
import { templateById } from '../template-store.ts'

export const importStaff = command({
  name: 'team.importStaff',
  ...team.importStaff,
  summary: 'Creates many sub-accounts from a list; each line is done or refused with its reason.',
  access: { permission: 'team.manage', scope: 'staff' },
  stepUp: ({ rows }) =>
    rows.some(({ grants, templateId, departmentId }) => grants.length > 0 || templateId !== null || departmentId !== null),
  audit: ({ rows }, result) => ({
    objects: [],
    details: {
      created: result.done,
      refused: result.refused,
      rows: rows.map(({ password: _, ...row }) => row),
    },
  }),
  errors: [errors.stepUpRequired, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    const hashes = await Promise.all(
      input.rows.map(({ password, subName: login, name }) =>
        hashChosen({ password, login, name }).catch((weak: Failure) => weak),
      ),
    )
    const admin = await lockTeam(tx, effects)
    const result: BulkResult = { done: [], refused: [] }
    const created: string[] = []
    for (const [place, row] of input.rows.entries()) {
      try {
        created.push(await tx.attempt(() => joinOne(tx, admin, row, hashes[place] ?? '', effects.now)))
        result.done.push(row.subName)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        result.refused.push({ id: row.subName, code: error.definition.code, params: error.params })
      }
    }
    if (created.length > 0) effects.announce(accountChanged(created))
    return result
  },
})

type Line = {
  subName: string
  name: string
  departmentId: string | null
  endsAt: string | null
  templateId: string | null
  grants: readonly GrantPair[]
}
async function joinOne(tx: Tx, admin: Actor, line: Line, passwordHash: string | Failure, now: Date): Promise<string> {
  if (typeof passwordHash !== 'string') throw passwordHash
  requireTemporaryEnd(line.endsAt, now)
  const template = line.templateId === null ? null : await templateById(tx, line.templateId)
  const departmentId = line.departmentId ?? template?.department_id ?? null
  const grants = [...(template?.grants ?? []), ...line.grants]
  const pairs = await pairsForNewcomer(tx, admin, { grants, departmentId })
  const { accountId } = await admit(tx, { ...line, departmentId, passwordHash }, now)
  await replaceGrants(tx, { accountId }, pairs, admin.accountId)
  return accountId
}
