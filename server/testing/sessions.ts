/** A signed-in browser: its session as a row, its cookie, and what it says to the web server. */
import type { FastifyInstance } from 'fastify'
import { type Sql, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { insertSession } from '#modules/team/sign-in/session-store.ts'
import { newToken } from '#modules/team/sign-in/session-token.ts'
import type { TestMerchant, TestTeam } from './team.ts'

/** Answers the cookie. `change`: what is different about the row. */
export async function aSession(
  { clock, ...t }: TestMerchant & Pick<TestTeam, 'clock'>,
  accountId: string,
  change?: Sql,
): Promise<string> {
  const { token, tokenHash } = newToken(t.merchantId)
  const [sessionId, now] = [newId(), clock.now]
  const expiresAt = new Date(now.getTime() + 24 * 3_600_000)
  await t.write(async (tx) => {
    await insertSession(tx, { sessionId, accountId, tokenHash, now, expiresAt, ip: '127.0.0.1', userAgent: 'test' })
    if (change)
      await tx.write(sql`update sessions set ${change} where merchant_id = ${t.merchantId} and session_id = ${sessionId}`)
  })
  return `zg_session=${token}`
}

export type Answer = { status: number; code: string; body: Record<string, unknown> }
/** One call of an operation over HTTP; the headers say who asks. */
export async function ask(
  web: FastifyInstance,
  headers: Record<string, string>,
  operation: string,
  input: object,
): Promise<Answer> {
  const answer = await web.inject({
    method: 'POST',
    url: `/api/call/${operation}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(input),
  })
  const body = answer.json() as Record<string, unknown> & { error?: { code: string } }
  return { status: answer.statusCode, code: body.error?.code ?? '', body }
}
