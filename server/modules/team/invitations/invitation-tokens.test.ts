/** Promise P7 for invitations: of ten thousand tries with tokens that are spent, foreign, altered or joined with other ids, none is accepted. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { PublicCommand } from '#kernel/operation.ts'
import { runPublic } from '#kernel/run-operation.ts'
import type { TestMerchant } from '#server/testing/team.ts'
import { acceptInvitation } from './operations/accept-invitation.ts'
import { cancelInvitation } from './operations/cancel-invitation.ts'
import { declineInvitation } from './operations/decline-invitation.ts'
import { inviteStaff } from './operations/invite-staff.ts'
import { proveRealName } from './operations/prove-real-name.ts'
import { readInvitation } from './operations/read-invitation.ts'
import { showInvitationLink } from './operations/show-invitation-link.ts'
import { type Inviting, inviting, PASSWORD } from './testing/inviting.ts'

const TRIES = 10_000
const AT_ONCE = 50
let it: Inviting
let other: TestMerchant
before(async () => {
  it = await inviting()
  other = await it.t.anotherMerchant()
})
after(() => it.drop())

async function call(operation: PublicCommand, input: object): Promise<string> {
  const visitor = { ip: '127.0.0.1', userAgent: '', requestId: newId(), setSession: () => assert.fail('a session was opened') }
  try {
    await runPublic(it.t.app.kernel, operation, input, visitor as never)
    return 'done'
  } catch (error) {
    if (error instanceof Failure) return error.definition.code
    throw error
  }
}

/** Tokens that were good once, by what became of them. */
async function spentTokens(): Promise<Record<string, string>> {
  const [accepted, declined, cancelled, replaced] = [
    await it.invite('link'),
    await it.invite('link'),
    await it.invite('link'),
    await it.invite('link'),
  ]
  const tokens = {
    accepted: await it.tokenOf(accepted),
    declined: await it.tokenOf(declined),
    cancelled: await it.tokenOf(cancelled),
    replaced: await it.tokenOf(replaced),
  }
  await it.visit('team.acceptInvitation', { token: tokens.accepted, name: '新人', password: PASSWORD })
  await it.visit('team.declineInvitation', { token: tokens.declined })
  await it.t.call('owner', cancelInvitation, { invitationId: cancelled, version: (await it.row(cancelled)).version })
  await it.resend(replaced)
  const now = it.t.clock.now
  it.t.clock.now = new Date(now.getTime() - 25 * 3600_000)
  const expired = await it.invite('link')
  const token = await it.tokenOf(expired)
  it.t.clock.now = now
  return { ...tokens, expired: token }
}

async function liveTokens(): Promise<{ ours: string; theirs: string }> {
  const { invitationId } = await other.call('owner', inviteStaff, { kind: 'link', subName: 'live', name: '别家新人', grants: [] })
  const { url } = await other.call('owner', showInvitationLink, { invitationId })
  return { ours: await it.tokenOf(await it.invite('link')), theirs: url.split('/').at(-1) ?? '' }
}

const everything = (merchant: TestMerchant) =>
  merchant.read((reader) =>
    reader.rows(sql`
      select a.account_id, a.state, a.epoch, a.password_hash, i.state as invitation, i.wrong_contacts,
        (select count(*) from sessions s where s.merchant_id = ${reader.merchantId} and s.account_id = a.account_id) as sessions
      from accounts a left join invitations i on i.merchant_id = ${reader.merchantId} and i.account_id = a.account_id
      where a.merchant_id = ${reader.merchantId} order by a.account_id`),
  )

test('spent, foreign, altered and mismatched tokens open nothing, ten thousand times', async () => {
  const spent = Object.values(await spentTokens())
  const { ours, theirs } = await liveTokens()
  const secretOf = (token: string) => token.slice(token.indexOf('.') + 1)
  const swapped = [
    `${other.merchantId}.${secretOf(ours)}`,
    `${it.t.merchantId}.${secretOf(theirs)}`,
    `99999999.${secretOf(ours)}`,
  ]
  const altered = fc
    .tuple(fc.constantFrom(ours, theirs), fc.nat(), fc.constantFrom(...'AZaz09-_.:/ é'))
    .map(([token, place, letter]) => {
      const at = place % token.length
      return token.slice(0, at) + letter + token.slice(at + 1)
    })
  const cut = fc
    .tuple(fc.constantFrom(ours, theirs), fc.nat())
    .map(([token, length]) => token.slice(0, 1 + (length % (token.length - 1))))
  const dead = fc.oneof(
    fc.constantFrom(...spent),
    fc.constantFrom(...swapped),
    altered,
    cut,
    fc.string({ minLength: 1, maxLength: 80 }),
    fc.constantFrom(`${ours}A`, ` ${ours}`, `${ours}.${secretOf(theirs)}`),
  )
  const operation = fc.constantFrom<[PublicCommand, object]>(
    [readInvitation as never, {}],
    [acceptInvitation as never, { name: '不速之客', password: PASSWORD }],
    [declineInvitation as never, {}],
    [proveRealName as never, { name: '不速之客', idNumber: it.person.idNumber }],
  )
  const before = [await everything(it.t), await everything(other)]
  const tries = fc.sample(fc.tuple(dead, operation), TRIES).filter(([token]) => token !== ours && token !== theirs)
  const seen = new Set<string>()
  for (let from = 0; from < tries.length; from += AT_ONCE) {
    const batch = tries.slice(from, from + AT_ONCE)
    for (const code of await Promise.all(batch.map(([token, [act, input]]) => call(act, { ...input, token })))) seen.add(code)
  }
  assert.deepEqual([...seen].sort(), ['invitationSpent'])
  assert.ok(tries.length > TRIES * 0.9)
  assert.deepEqual([await everything(it.t), await everything(other)], before)
})

test('ids come from the token alone: a body that names an account, a merchant or a right is refused whole', async () => {
  const { ours } = await liveTokens().catch(async () => ({ ours: await it.tokenOf(await it.invite('link')) }))
  const before = await everything(it.t)
  const names = [
    'accountId',
    'account_id',
    'merchantId',
    'invitationId',
    'userId',
    'login',
    'isOwner',
    'grants',
    'role',
    'departmentId',
    'state',
    'kind',
    'sentBy',
    'expiresAt',
  ]
  for (const name of names)
    for (const value of [it.t.ownerId, newId(), true, [{ role: 'administrator', shopIds: null }]])
      for (const operation of [acceptInvitation, declineInvitation] as never as PublicCommand[])
        assert.equal(await call(operation, { token: ours, name: '新人', password: PASSWORD, [name]: value }), 'invalidInput')
  assert.deepEqual(await everything(it.t), before)
})
