/** The ways on which power is conferred by lists, templates and approvals; the others are in escalation-paths.ts. */
import { storeApprovalRequest } from '#kernel/approval-store.ts'
import { newId } from '#kernel/ids.ts'
import { decideApproval } from '../approvals/operations/decide-approval.ts'
import type { GrantPair } from '../grants/grant.ts'
import { applyTemplate } from '../hiring/operations/apply-template.ts'
import { importStaff } from '../hiring/operations/import-staff.ts'
import { removeTemplate } from '../hiring/operations/remove-template.ts'
import { saveTemplate } from '../hiring/operations/save-template.ts'
import type { NarrowTeam } from './narrow-team.ts'

export type Act = () => Promise<unknown>
/** Makes ready what the act needs, as the owner, and answers the act of the head. */
export type Path = (e: NarrowTeam, pair: GrantPair, by: string) => Promise<Act>
export const PASSWORD = 'a long enough password'
export const subName = (): string => `n${newId().slice(-8)}`

const template = (e: NarrowTeam, grants: GrantPair[]) => ({
  ...{ templateId: null, version: null, name: newId(), departmentId: e.ids.inside, grants },
})
const known = async (e: NarrowTeam, pair: GrantPair): Promise<string> =>
  (await e.t.call('owner', saveTemplate, template(e, [pair]))).templateId

export const hiringPaths: Record<string, Path> = {
  'importing people from a list': async (e, pair, by) => () => importOne(e, by, { grants: [pair] }),
  'importing people into a department that confers it': async (e, pair, by) => {
    const departmentId = await e.department([e.ids.root])
    await e.give({ departmentId }, [pair])
    return () => importOne(e, by, { departmentId })
  },
  'importing people by a template': async (e, pair, by) => {
    const templateId = await known(e, pair)
    return () => importOne(e, by, { templateId })
  },
  'saving a template': async (e, pair, by) => () => e.t.call(e.as(by), saveTemplate, template(e, [pair])),
  'changing a template': async (e, pair, by) => {
    const templateId = await known(e, pair)
    return () => e.t.call(e.as(by), saveTemplate, { ...template(e, [e.within()]), templateId, version: 1 })
  },
  'forgetting a template': async (e, pair, by) => {
    const templateId = await known(e, pair)
    return () => e.t.call(e.as(by), removeTemplate, { templateId, version: 1 })
  },
  'applying a template': async (e, pair, by) => {
    const [templateId, accountId] = [await known(e, pair), await e.clerk([])]
    return () => e.t.call(e.as(by), applyTemplate, { templateId, accountId, version: 1 })
  },
  'applying a template to somebody': async (e, pair, by) => {
    const [templateId, accountId] = [await known(e, e.within()), await e.clerk([pair])]
    return () => e.t.call(e.as(by), applyTemplate, { templateId, accountId, version: 1 })
  },
  'deciding what somebody’s token asks for': async (e, pair, by) => {
    const accountId = await e.clerk([pair])
    const { now } = e.t.clock
    const asked = {
      accountId,
      accountName: '店员',
      onBehalfOf: null,
      operation: 'orders.approveForced',
      inputHash: newId(),
      summary: {},
    }
    const approvalId = await e.t.write((tx) =>
      storeApprovalRequest(tx, { ...asked, now, expiresAt: new Date(now.getTime() + 3_600_000) }),
    )
    return () => e.t.call(e.as(by), decideApproval, { approvalId, approve: true })
  },
}

type Line = { grants?: GrantPair[]; departmentId?: string; templateId?: string }
/** One line is the whole list: its refusal is the refusal of the act. */
async function importOne(
  e: NarrowTeam,
  by: string,
  { grants = [], departmentId = e.ids.inside, templateId }: Line,
): Promise<void> {
  const row = { subName: subName(), name: '新人', password: PASSWORD, grants, departmentId, templateId: templateId ?? null }
  const [refused] = (await e.t.call(e.as(by), importStaff, { rows: [row] })).refused
  if (refused) throw new Refused(refused.code)
}

/** Acts on several accounts refuse item by item; here the one item is the act. */
export class Refused extends Error {
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}
