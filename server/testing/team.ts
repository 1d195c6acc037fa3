/** A merchant with a team on a database of its own: what every operation test begins with. Real PostgreSQL, real runner, no doubles. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Writable } from 'node:stream'
import type { z } from 'zod'
import type { BuiltInRole } from '#contract/permissions.ts'
import { noLimits, type Principal } from '#kernel/access.ts'
import { readConfig } from '#kernel/config.ts'
import { inMerchant, openDatabase, type Reader, sql, type Tx } from '#kernel/db.ts'
import { type MerchantId, newId } from '#kernel/ids.ts'
import { createLogger } from '#kernel/logger.ts'
import type { Command, Query } from '#kernel/operation.ts'
import { type Caller, type CallOptions, runOperation } from '#kernel/run-operation.ts'
import { startWorker, systemCaller } from '#kernel/worker.ts'
import { insertAccount } from '#modules/team/account-store.ts'
import { createMerchant } from '#modules/team/create-merchant.ts'
import type { GrantPair } from '#modules/team/grants/grant.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { raiseTeamEpoch } from '#modules/team/team-lock.ts'
import { type App, createApp, jobHandlers } from '#server/app.ts'
import { createTestDatabase } from '#tools/test-database.ts'

type Operation<I extends z.ZodType, O extends z.ZodType> = Command<I, O> | Query<I, O>
/** A built-in role (an account with it in all shops is made on first use), the owner, or an account by id (at an address). */
export type Who = BuiltInRole | 'owner' | { accountId: string; ip?: string }

/** A role, and what of its reach, time and conditions is not the widest. */
export type SomeGrant = Partial<GrantPair> & Pick<GrantPair, 'role'>
export const wholeGrant = (grant: SomeGrant): GrantPair => ({
  ...{ shopIds: null, warehouseIds: null, range: 'all', departmentId: null, from: null, until: null },
  ...{ limits: noLimits, onShift: false, ipRanges: [] },
  ...grant,
})

/**
 * `isConfirmed` false: the person has not proved to be himself lately (step-up); as on the command line he has, unless told otherwise.
 * `never`: a caller that cannot, a token or an agent.
 */
export type TestCallOptions = CallOptions & { isConfirmed?: boolean | 'never' }

export type TestMerchant = {
  merchantId: MerchantId
  ownerId: string
  /** A shop that is active at once; platform `file` unless told otherwise. Answers its id. */
  shop(name?: string, platform?: string): Promise<string>
  /** An account with these grants; what is not said has no limit. Answers its id. */
  staff(name: string, grants: SomeGrant[], departmentId?: string): Promise<string>
  /** What the rights of an account are at this moment. */
  principalOf(who: Who): Promise<Principal>
  call<I extends z.ZodType, O extends z.ZodType>(
    who: Who,
    operation: Operation<I, O>,
    input: z.input<I>,
    options?: TestCallOptions,
  ): Promise<z.output<O>>
  /** As a machine with the permission system.jobs. */
  callAsSystem<I extends z.ZodType, O extends z.ZodType>(operation: Operation<I, O>, input: z.input<I>): Promise<z.output<O>>
  read<T>(work: (reader: Reader) => Promise<T>): Promise<T>
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs waiting jobs until none is due (those planned for later stay); throws when one died. */
  runJobs(): Promise<void>
}
export type TestTeam = TestMerchant & {
  app: App
  /** The database's owner, past row level security: for looking and for tampering. */
  address: { host: string; port: number; user: string; database: string }
  home: string
  clock: { now: Date; advance(ms: number): void }
  /** A second merchant on the same database. */
  anotherMerchant(): Promise<TestMerchant>
  drop(): Promise<void>
}

/** `log`: takes everything the server would log, at the finest level. */
export type TeamOptions = { environment?: Record<string, string>; startAt?: Date; log?: Writable }

export async function aTeam(options: TeamOptions = {}): Promise<TestTeam> {
  const testDatabase = await createTestDatabase()
  const home = mkdtempSync(path.join(tmpdir(), 'zhanggui-home-'))
  const logger = options.log ? createLogger('trace', options.log) : createLogger(process.env.LOG_LEVEL ?? 'silent')
  const database = openDatabase(testDatabase.address, { max: 40, onError: (error) => logger.error({ err: error }) })
  const clock = {
    now: options.startAt ?? new Date(),
    advance(ms: number) {
      this.now = new Date(this.now.getTime() + ms)
    },
  }
  const config = readConfig({ NODE_ENV: 'test', ZHANGGUI_HOME: home, LOG_LEVEL: 'silent', ...options.environment })
  const app = createApp({ database, config, logger, masterKey: randomBytes(32), now: () => clock.now })
  return {
    ...(await merchantOn(app)),
    app,
    address: testDatabase.address,
    home,
    clock,
    anotherMerchant: () => merchantOn(app),
    async drop() {
      await database.close()
      await testDatabase.drop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

async function merchantOn(app: App): Promise<TestMerchant> {
  const { kernel } = app
  const mainLogin = `main${randomBytes(4).toString('hex')}`
  const { merchantId, accountId: ownerId } = await createMerchant(kernel.database, {
    name: '云上优选',
    ownerLogin: mainLogin,
    ownerName: '店主',
    password: 'a long enough password',
    now: kernel.world.now(),
  })
  const write = <T>(work: (tx: Tx) => Promise<T>) => inMerchant(kernel.database, merchantId, 'write', work)
  const byRole = new Map<BuiltInRole, Promise<string>>()
  const staff: TestMerchant['staff'] = async (name, grants, departmentId) => {
    const accountId = newId()
    await write(async (tx) => {
      await insertAccount(tx, {
        accountId,
        login: `${mainLogin}:${name}`,
        name,
        isOwner: false,
        passwordHash: 'none',
        departmentId: departmentId ?? null,
      })
      await replaceGrants(tx, { accountId }, grants.map(wholeGrant), ownerId)
      // Whose range is this department reaches one more.
      if (departmentId !== undefined) await raiseTeamEpoch(tx)
    })
    return accountId
  }
  const accountOf = (who: Who): Promise<string> => {
    if (who === 'owner') return Promise.resolve(ownerId)
    if (typeof who === 'object') return Promise.resolve(who.accountId)
    const known = byRole.get(who) ?? staff(who, [{ role: who, shopIds: null }])
    byRole.set(who, known)
    return known
  }
  const details = (who: Who) => {
    const ip = (typeof who === 'object' && who.ip) || '127.0.0.1'
    return { via: 'api', ip, language: 'zh', requestId: newId() } as const
  }
  const callerOf = async (who: Who, isConfirmed: boolean | 'never' = true): Promise<Caller> => {
    return confirmed(accountCaller(merchantId, await accountOf(who), details(who)), isConfirmed)
  }
  return {
    merchantId,
    ownerId,
    staff,
    write,
    shop: async (name = `店铺${randomBytes(3).toString('hex')}`, platform = 'file') => {
      const shopId = newId()
      await write(async (tx) => {
        await tx.write(
          sql`insert into shops (merchant_id, shop_id, platform, name, state) values (${merchantId}, ${shopId}, ${platform}, ${name}, 'active')`,
        )
        await tx.write(sql`insert into shop_sync (merchant_id, shop_id) values (${merchantId}, ${shopId})`)
      })
      return shopId
    },
    principalOf: async (who) => {
      const caller = accountCaller(merchantId, await accountOf(who), details(who))
      return (await write((tx) => caller.identify(tx, kernel.world.now()))).principal
    },
    call: async (who, operation, input, callOptions) =>
      runOperation(kernel, operation, input, await callerOf(who, callOptions?.isConfirmed), callOptions),
    callAsSystem: (operation, input) =>
      runOperation(kernel, operation, input, systemCaller(merchantId, 'test', ['system.jobs'], newId())),
    read: (work) => inMerchant(kernel.database, merchantId, 'read', work),
    runJobs: () => drainJobs(app, merchantId),
  }
}

function confirmed(caller: Caller, isConfirmed: boolean | 'never'): Caller {
  if (isConfirmed === true) return caller
  return {
    ...caller,
    identify: async (tx, now) => {
      const { steppedUpAt: _, ...identity } = await caller.identify(tx, now)
      return isConfirmed === 'never' ? identity : { ...identity, steppedUpAt: null }
    },
  }
}

type Waiting = { due: number; dead: string | null }
async function drainJobs(app: App, merchantId: MerchantId): Promise<void> {
  const worker = startWorker(app.kernel, jobHandlers(), { concurrency: 4 })
  app.onWake(worker.wake)
  try {
    for (;;) {
      worker.wake(merchantId)
      const waiting = await inMerchant(app.kernel.database, merchantId, 'read', (reader) =>
        reader.maybe<Waiting>(sql`
          select (count(*) filter (where state <> 'dead' and (run_at <= now() or state = 'running')))::int as due,
            max(kind || ': ' || last_error) filter (where state = 'dead') as dead
          from jobs where merchant_id = ${merchantId}`),
      )
      if (waiting?.dead) throw new Error(`a job died: ${waiting.dead}`)
      if (!waiting?.due) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  } finally {
    await worker.stop()
  }
}
