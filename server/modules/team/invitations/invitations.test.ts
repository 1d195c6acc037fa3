import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { listNotices } from '../notices/operations/list-notices.ts'
import { listStaff } from '../operations/list-staff.ts'
import { oldInvitedAddresses } from './old-addresses.ts'
import { cancelInvitation } from './operations/cancel-invitation.ts'
import { readInvitationSettings } from './operations/read-invitation-settings.ts'
import { saveInvitationSettings } from './operations/save-invitation-settings.ts'
import { type Inviting, inviting, PASSWORD, refusedWith } from './testing/inviting.ts'

const HOUR = 3600_000
const accountOf = async (invitationId: string) => (await it.row(invitationId)).accountId

let it: Inviting
before(async () => {
  it = await inviting()
})
after(() => it.drop())
afterEach(() => it.tidyUp())

for (const kind of ['wechat', 'phone', 'email', 'link'] as const) {
  test(`${kind}: the person sees what is offered, accepts, and works at once`, async () => {
    const shopId = await it.t.shop(`店-${kind}`)
    const invitationId = await it.invite(kind, { grants: [{ role: 'orderReviewer', shopIds: [shopId] }] })
    assert.equal((await it.row(invitationId)).state, kind === 'link' ? 'delivered' : 'queued')
    await it.t.runJobs()
    assert.equal((await it.row(invitationId)).state, 'delivered')
    const token = await it.tokenOf(invitationId)
    const { body: offer } = await it.visit('team.readInvitation', { token })
    assert.deepEqual(Object.keys(offer).sort(), [
      ...['addressHint', 'department', 'endsAt', 'expiresAt', 'grants', 'inviterName', 'kind', 'login'],
      ...['merchantName', 'name', 'passwordMinLength', 'realName'],
    ])
    const shown = {
      merchantName: '云上优选',
      inviterName: '店主',
      grants: [
        { roleZh: '审单员', roleEn: 'Order reviewer', shops: [`店-${kind}`], range: 'all', department: null, until: null },
      ],
    }
    assert.deepEqual({ ...offer, ...shown }, offer)
    assert.equal((await it.row(invitationId)).state, 'opened')
    assert.equal((await it.staffRow(await accountOf(invitationId))).state, 'invited')

    const contact = { wechat: it.person.wechatId, phone: it.person.phone, email: it.person.email, link: '' }[kind]
    const accepted = await it.visit('team.acceptInvitation', { token, contact, name: '孙小燕', password: PASSWORD })
    assert.equal(accepted.status, 200)
    assert.equal((await it.row(invitationId)).state, 'accepted')
    const me = await it.visit('team.readMe', {}, accepted.cookie)
    assert.equal(me.status, 200)
    assert.deepEqual(me.body.rights?.['orders.review'], [shopId])
    assert.deepEqual([me.body.name, (await it.staffRow(await accountOf(invitationId))).state], ['孙小燕', 'active'])
    const signedIn = await it.visit('team.signIn', { login: me.body.login, password: PASSWORD })
    assert.equal(signedIn.status, 200)
    assert.equal((await it.visit('team.readInvitation', { token })).code, 'invitationSpent')
  })
}

test('who is invited cannot sign in before accepting, and nobody learns that the name exists', async () => {
  await it.invite('link', { subName: 'waiting' })
  const main = (await it.t.call('owner', listStaff, {})).rows.find((row) => row.isOwner)?.login
  const answer = await it.visit('team.signIn', { login: `${main}:waiting`, password: PASSWORD })
  const unknown = await it.visit('team.signIn', { login: `${main}:nobody`, password: PASSWORD })
  assert.deepEqual([answer.status, answer.code], [unknown.status, unknown.code])
})

test('declined: the inviter reads why, the seat is free, and the name stays for another try', async () => {
  const before = await it.takenSeats()
  const invitationId = await it.invite('link', { subName: 'shy' })
  const token = await it.tokenOf(invitationId)
  assert.equal((await it.visit('team.declineInvitation', { token, reason: '已有工作' })).status, 200)
  const declined = await it.row(invitationId)
  assert.deepEqual([declined.state, declined.detail, await it.takenSeats()], ['declined', '已有工作', before])
  const [notice] = (await it.t.call('owner', listNotices, {})).rows
  assert.deepEqual([notice?.kind, notice?.params], ['invitationDeclined', { name: '孙晓燕' }])
  assert.equal((await it.visit('team.acceptInvitation', { token, name: '我', password: PASSWORD })).code, 'invitationSpent')
  await assert.rejects(it.invite('link', { subName: 'shy' }), refusedWith('loginTaken'))
})

test('taken back: link dead, seat and name free', async () => {
  const before = await it.takenSeats()
  const invitationId = await it.invite('link', { subName: 'mistake' })
  const token = await it.tokenOf(invitationId)
  const { version } = await it.row(invitationId)
  await it.t.call('owner', cancelInvitation, { invitationId, version })
  const { state, reason, isOpen } = await it.row(invitationId)
  assert.deepEqual([state, reason, isOpen, await it.takenSeats()], ['voided', 'cancelled', false, before])
  assert.equal((await it.visit('team.readInvitation', { token })).code, 'invitationSpent')
  await it.invite('link', { subName: 'mistake' })
})

test('where it was sent to an address, the link alone is not enough, and guessing ends it', async () => {
  const invitationId = await it.invite('phone')
  await it.t.runJobs()
  const token = await it.tokenOf(invitationId)
  const accept = (contact: string) => it.visit('team.acceptInvitation', { token, contact, name: '别人', password: PASSWORD })
  const codes: string[] = []
  for (let guess = 0; guess < 5; guess += 1) codes.push((await accept(`1380000000${guess}`)).code)
  assert.deepEqual(codes, [...Array(4).fill('contactMismatch'), 'invitationSpent'])
  assert.equal((await accept(it.person.phone)).code, 'invitationSpent')
  const { state, reason } = await it.row(invitationId)
  assert.deepEqual([state, reason], ['voided', 'wrongContact'])
})

test('a temporary account is invited without a seat and ends when it was said to', async () => {
  const before = await it.takenSeats()
  const endsAt = new Date(it.t.clock.now.getTime() + 5 * 24 * HOUR).toISOString()
  const invitationId = await it.invite('link', { endsAt })
  assert.equal(await it.takenSeats(), before)
  const accepted = await it.visit('team.acceptInvitation', {
    token: await it.tokenOf(invitationId),
    name: '临时工',
    password: PASSWORD,
  })
  assert.equal(accepted.status, 200)
  assert.equal((await it.staffRow(await accountOf(invitationId))).endsAt, endsAt)
  const tooLong = new Date(it.t.clock.now.getTime() + 40 * 24 * HOUR).toISOString()
  await assert.rejects(it.invite('link', { endsAt: tooLong }), refusedWith('temporaryTooLong'))
})

test('real name asked for: no acceptance before the card is proved, one card stands for one account', async () => {
  const { settings } = await it.t.call('owner', readInvitationSettings, {})
  const saved = await it.t.call('owner', saveInvitationSettings, { ...settings, requiresRealName: true })
  const prove = async (token: string, name: string, idNumber: string) => {
    const reply = await it.visit('team.proveRealName', { token, name, idNumber })
    await it.t.runJobs()
    return reply.code
  }
  const standing = async (token: string) => (await it.visit('team.readInvitation', { token })).body.realName
  try {
    const invitationId = await it.invite('link')
    const token = await it.tokenOf(invitationId)
    const accept = () => it.visit('team.acceptInvitation', { token, name: '化名', password: PASSWORD })
    assert.equal((await accept()).code, 'realNameNeeded')
    assert.equal(await prove(token, it.person.name, '999001199001010012'), 'idNumberMalformed')
    await prove(token, '冒名', it.person.idNumber)
    assert.equal(await standing(token), 'mismatch')
    it.sandbox.control.setFault({ kind: 'messengerTrouble' })
    await prove(token, it.person.name, it.person.idNumber)
    assert.equal(await standing(token), 'trouble')
    it.sandbox.control.clearFaults()
    await it.runAllJobs()
    assert.equal(await standing(token), 'proved')
    const accepted = await accept()
    // The name is the one on the card.
    assert.deepEqual([accepted.status, accepted.body.name], [200, it.person.name])
    const second = await it.tokenOf(await it.invite('link'))
    await prove(second, it.person.name, it.person.idNumber)
    assert.equal(await standing(second), 'taken')
    const kept = await it.t.read((reader) =>
      reader.rows(
        sql`select 1 from invitations where merchant_id = ${reader.merchantId} and real_name = 'taken' and real_name_sealed is not null`,
      ),
    )
    assert.equal(kept.length, 0)
  } finally {
    await it.t.call('owner', saveInvitationSettings, { ...settings, version: saved.version, requiresRealName: false })
  }
})

test('the address of somebody who never came is forgotten after a month; until then it can be used again', async () => {
  const invitationId = await it.invite('phone')
  await it.t.runJobs()
  await it.visit('team.declineInvitation', { token: await it.tokenOf(invitationId) })
  const forget = (days: number) =>
    it.t.write((tx) => oldInvitedAddresses(tx, new Date(it.t.clock.now.getTime() + days * 24 * HOUR), 100))
  assert.equal(await forget(29), 0)
  await it.resend(invitationId)
  await it.t.runJobs()
  await it.visit('team.declineInvitation', { token: await it.tokenOf(invitationId) })
  assert.ok((await forget(31)) > 0)
  assert.equal((await it.row(invitationId)).addressHint, '***')
  await assert.rejects(it.resend(invitationId), refusedWith('addressMalformed'))
  await it.resend(invitationId, { kind: 'phone', address: it.person.phone })
})

test('neither token nor address lies readable in the database', async () => {
  const invitationId = await it.invite('email')
  await it.t.runJobs()
  const token = await it.tokenOf(invitationId)
  const [row] = await it.t.read((reader) =>
    reader.rows<{ all: string }>(sql`
      select concat(row_to_json(i)::text, (select string_agg(payload::text, '') from jobs where merchant_id = ${reader.merchantId}),
        (select string_agg(details::text, '') from log_entries where merchant_id = ${reader.merchantId})) as all
      from invitations i where i.merchant_id = ${reader.merchantId} and i.invitation_id = ${invitationId}`),
  )
  assert.ok(row && !row.all.includes(token.split('.')[1] ?? '') && !row.all.includes(it.person.email))
})
