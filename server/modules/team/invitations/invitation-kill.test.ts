/** The process is killed at each place around the message's leaving; it reaches the person once and the row knows it in the end. */
import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { sandboxDirectoryApp } from '#sandbox/directory.ts'
import { type Inviting, inviting } from './testing/inviting.ts'

let it: Inviting
before(async () => {
  it = await inviting()
})
after(() => it.drop())

const PLACES = [
  'team.takeInvitationToSend.afterCommit',
  'team.deliverInvitation.beforeSend',
  'team.deliverInvitation.afterSend',
  'team.recordDelivery.beforeCommit',
  'team.recordDelivery.afterCommit',
  'job.team.deliverInvitation.beforeFinish',
]

/** A process of its own on the same database; it dies at the named place. */
async function startChild(failpoint: string): Promise<ChildProcess> {
  const child = fork(path.join(import.meta.dirname, '..', '..', '..', 'testing', 'worker-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ZHANGGUI_HOME: it.t.home,
      ZHANGGUI_TEST_ADDRESS: JSON.stringify(it.t.address),
      ZHANGGUI_FAILPOINT: failpoint === '' ? '' : `${failpoint}:1`,
      PUBLIC_URL: 'http://shop.test',
      WECHAT_DIRECTORY_URL: it.sandbox.directoryUrl,
      WECHAT_APP_ID: sandboxDirectoryApp.appId,
      WECHAT_APP_SECRET: sandboxDirectoryApp.appSecret,
      LOG_LEVEL: 'silent',
      NODE_TEST_CONTEXT: undefined,
    },
  })
  await once(child, 'message')
  return child
}
const work = (child: ChildProcess): boolean => child.send({ kind: 'work', merchantId: it.t.merchantId })
const stateOf = async (invitationId: string): Promise<string> => (await it.row(invitationId)).state

test('killed at every place of a sending, the message arrives once', async () => {
  // What is sealed is opened in these processes, which share a key file; one that lives ends what the dead ones left.
  const inviter = await startChild('')
  const { merchantId, ownerId: accountId } = it.t
  const invited: { invitationId: string; contactId: string }[] = []
  for (const [place, failpoint] of PLACES.entries()) {
    const victim = startChild(failpoint)
    const contact = it.sandbox.control.addPerson({ name: `新人${place}`, wechatId: `newcomer_${place}` })
    const input = { kind: 'wechat', address: contact.wechatId, subName: `k${place}`, name: contact.name, grants: [] }
    inviter.send({ kind: 'act', merchantId, accountId, operation: 'team.inviteStaff', input, key: newId() })
    const [reply] = (await once(inviter, 'message')) as [{ answer: { invitationId: string }; error?: string }]
    assert.equal(reply.error, undefined)
    invited.push({ invitationId: reply.answer.invitationId, contactId: contact.id })
    const dying = once(await victim, 'exit')
    work(await victim)
    const [, signal] = await dying
    assert.equal(signal, 'SIGKILL', failpoint)
    // The lease of the dead worker runs out by itself; the test does not wait for it.
    await it.t.write((tx) =>
      tx.write(sql`update jobs set run_at = now(), lease_until = null where merchant_id = ${tx.merchantId}`),
    )
  }
  work(inviter)
  const deadline = Date.now() + 60_000
  for (const { invitationId, contactId } of invited) {
    while ((await stateOf(invitationId)) !== 'delivered') {
      assert.ok(Date.now() < deadline, 'an invitation was lost')
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    assert.equal(it.sandbox.control.inbox(contactId).length, 1)
  }
  inviter.kill('SIGTERM')
})
