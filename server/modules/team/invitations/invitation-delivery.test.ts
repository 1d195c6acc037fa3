import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { followInvitationsJob } from './follow-invitations.ts'
import { readInvitationSettings } from './operations/read-invitation-settings.ts'
import { saveInvitationSettings } from './operations/save-invitation-settings.ts'
import { type Inviting, inviting, refusedWith } from './testing/inviting.ts'

const HOUR = 3600_000

let it: Inviting
before(async () => {
  it = await inviting()
})
after(() => it.drop())
afterEach(() => it.tidyUp())

test('id not found: the invitation says so, its seat is free, and it can be sent another way', async () => {
  const before = await it.takenSeats()
  const invitationId = await it.invite('wechat', { address: 'nobody_there' })
  assert.equal(await it.takenSeats(), before + 1)
  await it.t.runJobs()
  const failed = await it.row(invitationId)
  assert.deepEqual([failed.state, failed.reason, await it.takenSeats()], ['failed', 'notFound', before])
  await it.resend(invitationId, { kind: 'wechat', address: it.person.wechatId })
  await it.t.runJobs()
  assert.deepEqual([(await it.row(invitationId)).state, await it.takenSeats()], ['delivered', before + 1])
})

test('not verified: where the merchant asks for real names, an unverified WeChat account is told apart', async () => {
  const { settings } = await it.t.call('owner', readInvitationSettings, {})
  const { version } = await it.t.call('owner', saveInvitationSettings, { ...settings, requiresRealName: true })
  const unverified = it.sandbox.control.people().find(({ contact }) => !contact.isVerified)?.contact
  const invitationId = await it.invite('wechat', { address: unverified?.wechatId ?? '' })
  await it.t.runJobs()
  const { state, reason } = await it.row(invitationId)
  assert.deepEqual([state, reason], ['failed', 'notVerified'])
  await it.t.call('owner', saveInvitationSettings, { ...settings, version, requiresRealName: false })
})

test('network trouble: the next try is shown, comes, and the message arrives once', async () => {
  it.sandbox.control.setFault({ kind: 'messengerTrouble' })
  const invitationId = await it.invite('wechat')
  await it.t.runJobs()
  const waiting = await it.row(invitationId)
  assert.deepEqual([waiting.state, waiting.reason, waiting.tries], ['queued', 'network', 1])
  assert.equal(Date.parse(waiting.nextTryAt ?? ''), it.t.clock.now.getTime() + 10_000)
  it.sandbox.control.setFault({ kind: 'messengerLostReply', target: 'messages.send' })
  it.sandbox.control.clearFaults('messengerTrouble')
  await it.runAllJobs()
  assert.equal((await it.row(invitationId)).tries, 2)
  it.sandbox.control.clearFaults()
  const before = it.sandbox.control.inbox(it.person.id).length
  await it.runAllJobs()
  const arrived = await it.row(invitationId)
  assert.deepEqual([arrived.state, arrived.reason, arrived.nextTryAt], ['delivered', null, null])
  assert.equal(it.sandbox.control.inbox(it.person.id).length, before)
})

test('trouble without end is given up and says so', async () => {
  it.sandbox.control.setFault({ kind: 'mailDown' })
  const invitationId = await it.invite('email')
  await it.t.runJobs()
  for (let tries = 1; tries < 12; tries += 1) await it.runAllJobs()
  const { state, reason, tries } = await it.row(invitationId)
  assert.deepEqual([state, reason, tries], ['failed', 'network', 12])
})

test('a mailbox that does not exist, and a mail server that says “later”, are told apart', async () => {
  it.sandbox.control.setFault({ kind: 'mailRefused' })
  const refused = await it.invite('email')
  await it.t.runJobs()
  it.sandbox.control.clearFaults()
  it.sandbox.control.setFault({ kind: 'mailTemporary' })
  const later = await it.invite('email')
  await it.t.runJobs()
  const states = [await it.row(refused), await it.row(later)].map(({ state, reason }) => `${state} ${reason}`)
  assert.deepEqual(states, ['failed notFound', 'queued network'])
})

test('no answer: one reminder that tells whether the message was read, then it is over and can be sent anew', async () => {
  const start = it.t.clock.now
  const invitationId = await it.invite('wechat')
  const seats = await it.takenSeats()
  await it.t.runJobs()
  const follow = async () => {
    await it.t.write((tx) =>
      tx.write(sql`
      insert into jobs (merchant_id, job_id, kind, payload, run_at)
      values (${tx.merchantId}, gen_random_uuid(), ${followInvitationsJob.kind}, '{}', now())`),
    )
    await it.t.runJobs()
  }
  try {
    const count = () => it.sandbox.control.inbox(it.person.id).length
    const first = count()
    it.t.clock.now = new Date(start.getTime() + 11 * HOUR)
    await follow()
    assert.equal(count(), first)
    const [message] = it.sandbox.control.inbox(it.person.id)
    it.sandbox.control.openMessage(message?.id ?? '')
    it.t.clock.now = new Date(start.getTime() + 13 * HOUR)
    await follow()
    await it.runAllJobs()
    await follow()
    assert.equal(count(), first + 1)
    assert.match(it.sandbox.control.inbox(it.person.id)[0]?.title ?? '', /提醒/)
    const reminded = await it.row(invitationId)
    assert.deepEqual([reminded.state, reminded.reason, reminded.wasRead], ['delivered', 'noAnswer', true])
    const token = await it.tokenOf(invitationId)
    it.t.clock.now = new Date(start.getTime() + 25 * HOUR)
    assert.equal((await it.visit('team.readInvitation', { token })).code, 'invitationSpent')
    await follow()
    const over = await it.row(invitationId)
    assert.deepEqual([over.state, over.reason, over.isOpen, await it.takenSeats()], ['expired', 'noAnswer', true, seats - 1])
    await it.resend(invitationId)
    await it.runAllJobs()
    assert.equal((await it.row(invitationId)).state, 'delivered')
  } finally {
    it.t.clock.now = start
  }
})

test('sent anew, the old link is dead and the new one works', async () => {
  const invitationId = await it.invite('wechat')
  await it.t.runJobs()
  const old = await it.tokenOf(invitationId)
  await it.resend(invitationId)
  assert.equal((await it.visit('team.readInvitation', { token: old })).code, 'invitationSpent')
  await it.t.runJobs()
  const { body } = await it.visit('team.readInvitation', { token: await it.tokenOf(invitationId) })
  assert.equal(body.merchantName, '云上优选')
})

test('one address has one waiting invitation', async () => {
  await it.invite('email')
  await assert.rejects(it.invite('email', { address: it.person.email.toUpperCase() }), refusedWith('alreadyInvited'))
})

test('an address of no kind is refused, and a way that is not set up says which settings are missing', async () => {
  await assert.rejects(it.invite('phone', { address: '123' }), refusedWith('addressMalformed'))
  await assert.rejects(it.invite('link', { address: 'somebody' }), refusedWith('addressMalformed'))
  const bare = {
    ...it.t.app.kernel.world.config,
    messengers: {
      smtpUrl: undefined,
      mailFrom: undefined,
      directory: { url: undefined, appId: undefined, appSecret: undefined },
    },
  }
  const { config } = it.t.app.kernel.world
  Object.assign(it.t.app.kernel.world, { config: bare })
  try {
    await assert.rejects(it.invite('email'), refusedWith('wayNotOffered'))
    const { ways } = await it.t.call('owner', readInvitationSettings, {})
    assert.deepEqual(
      ways.filter((way) => way.missing.length === 0).map((way) => way.kind),
      ['link'],
    )
  } finally {
    Object.assign(it.t.app.kernel.world, { config })
  }
})
