/** Answers questions for one asker, within one transaction: who and what was read once is not read again. */
import type { AccessDecision, Evaluation } from '#contract/access.ts'
import { type AccessRule, type Row, reachesRow } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import type { Actor } from '#kernel/operation.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import { isUuid, readRow } from '#kernel/row-kind.ts'
import { type Standing, standingsOf, verdictOn } from '#modules/team/public.ts'
import { CALL, circumstancesOf, MERCHANT, OPERATION, reasonOf, ruleFor } from './question-rules.ts'

type Entity = Evaluation['subject']
/** What is asked about: the rule (null = open to visitors) and the row, if it is about one; or why there is nothing to ask. */
export type Matter = { rule: AccessRule | null; row: Row | undefined } | { unknown: 'unknownAction' | 'unknownResource' }
export type Judge = {
  evaluate(question: Evaluation): Promise<AccessDecision>
  matterOf(action: string, resource: Entity, now: Date): Promise<Matter>
  /** Of these accounts, those the asker may ask about. */
  standings(accountIds: readonly string[]): Promise<Map<string, Standing>>
  subjectId(subject: { type: string; id: string }): string | undefined
  circumstances(
    question: Pick<Evaluation, 'context'>,
    subject: { type: string; properties?: Entity['properties'] },
  ): Circumstances
}
type Circumstances = { now: Date; ip: string } | undefined

const denied = (reason: string): AccessDecision => ({ decision: false, context: { reason } })

/** The decision about somebody known, in a matter that exists. */
export function decisionOn(standing: Standing, { rule, row }: Extract<Matter, { rule: unknown }>, at: { now: Date; ip: string }) {
  if (rule === null) return { decision: true, context: { reason: 'open' } }
  const verdict = verdictOn(standing, { rule, row, ...at })
  return { decision: verdict.allowed, context: { reason: reasonOf(verdict), permission: rule.permission } }
}

export function createJudge(reader: Reader, asker: Actor, world: OutsideWorld): Judge {
  const known = new Map<string, Standing | undefined>()
  const rows = new Map<string, Promise<Row | undefined>>()
  const mayAskAbout = (id: string): boolean => id === asker.accountId || reachesRow(asker.scope, { holderId: id })

  const standings: Judge['standings'] = async (accountIds) => {
    const wanted = [...new Set(accountIds)].filter((id) => isUuid(id) && mayAskAbout(id))
    const unread = wanted.filter((id) => !known.has(id))
    const read = await standingsOf(reader, unread)
    for (const id of unread) known.set(id, read.get(id))
    return new Map(
      wanted.flatMap((id) => {
        const standing = known.get(id)
        return standing ? [[id, standing] as const] : []
      }),
    )
  }
  const rowOf = (kind: string, id: string, now: Date): Promise<Row | undefined> => {
    const key = `${kind} ${id} ${now.getTime()}`
    const row = rows.get(key) ?? readRow(world.rowKinds, reader, { kind, id }, now)
    rows.set(key, row)
    return row
  }
  const judge: Judge = {
    standings,
    subjectId: ({ type, id }) => (type === 'me' ? asker.accountId : type === 'account' ? id.toLowerCase() : undefined),
    circumstances: ({ context }, subject) =>
      circumstancesOf(context, subject, { now: world.now(), ip: subject.type === 'me' ? asker.ip : '' }),
    async matterOf(action, { type, id }, now) {
      if (type === OPERATION) {
        const rule = ruleFor(world.accessRules, id, undefined)
        if (rule === undefined) return { unknown: 'unknownResource' }
        return action === CALL ? { rule, row: undefined } : { unknown: 'unknownAction' }
      }
      const kind = world.rowKinds.get(type)
      const isMerchant = type === MERCHANT.type && id === MERCHANT.id
      if (!kind && !isMerchant) return { unknown: 'unknownResource' }
      const rule = ruleFor(world.accessRules, action, kind)
      if (rule === undefined) return { unknown: 'unknownAction' }
      const row = kind && (await rowOf(type, id, now))
      return kind && !row ? { unknown: 'unknownResource' } : { rule, row }
    },
    async evaluate({ subject, action, resource, context }) {
      const at = judge.circumstances({ context }, subject)
      if (!at) return denied('unreadableContext')
      const id = judge.subjectId(subject)
      const standing = id === undefined ? undefined : (await standings([id])).get(id)
      if (!standing) return denied('unknownSubject')
      const matter = await judge.matterOf(action.name, resource, at.now)
      return 'unknown' in matter ? denied(matter.unknown) : decisionOn(standing, matter, at)
    },
  }
  return judge
}
