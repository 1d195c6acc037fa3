/** A team whose messages really leave: the sandbox's directory over HTTP, its mail server over SMTP, and visitors at the web server. */
import { fail } from 'node:assert/strict'
import type { FastifyInstance } from 'fastify'
import type { StaffRow } from '#contract/team.ts'
import type { InvitationKind, InvitationRow } from '#contract/team-invitations.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { listStaff } from '#modules/team/operations/list-staff.ts'
import { readSeats } from '#modules/team/seats/operations/read-seats.ts'
import type { Contact } from '#sandbox/contacts.ts'
import { sandboxDirectoryApp } from '#sandbox/directory.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { aTeam, type TestMerchant, type TestTeam, type Who, wholeGrant } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { inviteStaff } from '../operations/invite-staff.ts'
import { listInvitations } from '../operations/list-invitations.ts'
import { resendInvitation } from '../operations/resend-invitation.ts'
import { showInvitationLink } from '../operations/show-invitation-link.ts'

export const PASSWORD = 'chosen by the invited'
/** Whatever an answer holds: each test knows what it asked for. */
type ReplyBody = Record<string, unknown> & { error?: { code: string }; login?: string; rights?: Record<string, string[] | null> }
export type Reply = { status: number; body: ReplyBody; code: string; cookie: string }
export type Inviting = {
  t: TestTeam
  sandbox: Sandbox
  /** Somebody the sandbox knows, verified. */
  person: Contact
  /** Invites the person, or with a link; answers the invitation's id. */
  invite(kind: InvitationKind, wish?: InviteWish): Promise<string>
  row(invitationId: string): Promise<InvitationRow>
  /** The token that reached the person last, or that the link carries. */
  tokenOf(invitationId: string): Promise<string>
  /** Anybody without a session, over HTTP. */
  visit(operation: string, input: object, cookie?: string): Promise<Reply>
  resend(invitationId: string, change?: { kind?: InvitationKind; address?: string }): Promise<void>
  staffRow(accountId: string): Promise<StaffRow>
  takenSeats(): Promise<number>
  /** Nobody waits at the person's addresses any more, and nothing is broken outside. */
  tidyUp(): Promise<void>
  /** Everything planned for later is due, and runs. */
  runAllJobs(): Promise<void>
  drop(): Promise<void>
}
export type InviteWish = {
  by?: Who
  merchant?: TestMerchant
  address?: string
  subName?: string
  grants?: Parameters<typeof wholeGrant>[0][]
  departmentId?: string | null
  endsAt?: string | null
}

let names = 0
export async function inviting(): Promise<Inviting> {
  // Outside and inside live by the clock that the test moves.
  let now = (): number => Date.now()
  const sandbox = await startSandbox({ now: () => now() })
  const t = await aTeam({
    environment: {
      PUBLIC_URL: 'http://shop.test',
      SMTP_URL: sandbox.smtpUrl,
      MAIL_FROM: 'shop@zhanggui.test',
      WECHAT_DIRECTORY_URL: sandbox.directoryUrl,
      WECHAT_APP_ID: sandboxDirectoryApp.appId,
      WECHAT_APP_SECRET: sandboxDirectoryApp.appSecret,
    },
  })
  now = () => t.clock.now.getTime()
  const web = await aWebServer(t.app)
  const person = sandbox.control.people()[0]?.contact ?? fail('the sandbox begins with people')
  return {
    ...{ t, sandbox, person },
    ...senderOf(t, sandbox, person),
    visit: (operation, input, cookie = '') => visit(web, operation, input, cookie),
    async staffRow(accountId) {
      const { rows } = await t.call('owner', listStaff, {})
      return rows.find((each) => each.accountId === accountId) ?? fail('there is no such account')
    },
    takenSeats: async () => (await t.call('owner', readSeats, {})).taken,
    async tidyUp() {
      sandbox.control.clearFaults()
      await t.write((tx) =>
        tx.write(sql`
          update invitations set state = 'voided', token_sealed = null where merchant_id = ${tx.merchantId} and state <> 'accepted'`),
      )
    },
    async runAllJobs() {
      await t.write((tx) =>
        tx.write(
          sql`update jobs set run_at = now(), lease_until = null where merchant_id = ${tx.merchantId} and state = 'queued'`,
        ),
      )
      await t.runJobs()
    },
    async drop() {
      await web.close()
      await t.drop()
      await sandbox.stop()
    },
  }
}

function senderOf(t: TestTeam, sandbox: Sandbox, person: Contact): Pick<Inviting, 'invite' | 'row' | 'tokenOf' | 'resend'> {
  const addressOf = (kind: InvitationKind): string =>
    ({ wechat: person.wechatId, phone: person.phone, email: person.email, link: '' })[kind]
  const row = async (invitationId: string): Promise<InvitationRow> => {
    const { rows } = await t.call('owner', listInvitations, {})
    return rows.find((each) => each.invitationId === invitationId) ?? fail('there is no such invitation')
  }
  return {
    row,
    async invite(kind, wish = {}) {
      const { by = 'owner', merchant = t, address = addressOf(kind), grants = [], ...rest } = wish
      const { invitationId } = await merchant.call(by, inviteStaff, {
        ...{ kind, address, subName: `n${names++}`, name: '孙晓燕' },
        ...rest,
        grants: grants.map(wholeGrant),
      })
      return invitationId
    },
    async tokenOf(invitationId) {
      const { kind } = await row(invitationId)
      const url =
        kind === 'link'
          ? (await t.call('owner', showInvitationLink, { invitationId })).url
          : (sandbox.control.inbox(person.id)[0]?.url ?? '')
      return url.replace('http://shop.test/invitation/', '')
    },
    async resend(invitationId, change = {}) {
      await t.call('owner', resendInvitation, { invitationId, version: (await row(invitationId)).version, ...change })
    },
  }
}

async function visit(web: FastifyInstance, operation: string, input: object, cookie: string): Promise<Reply> {
  const answer = await web.inject({
    method: 'POST',
    url: `/api/call/${operation}`,
    headers: { 'content-type': 'application/json', cookie },
    payload: JSON.stringify(input),
  })
  const body = answer.json() as ReplyBody
  const [session] = [answer.headers['set-cookie'] ?? []].flat()
  return { status: answer.statusCode, body, code: body.error?.code ?? '', cookie: session?.split(';')[0] ?? '' }
}

export const refusedWith = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
