/** Decisions about rights: in memory beside a bare bit and beside other engines; how soon a changed role counts; the page of a large team. */

import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { may } from '#kernel/rights.ts'
import { readMe } from '#modules/team/operations/read-me.ts'
import { createRole } from '#modules/team/roles/operations/create-role.ts'
import { editRole } from '#modules/team/roles/operations/edit-role.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { casbinOf, caslOf, cedarOf, type Rival } from './access-rivals.ts'
import { type AccessWorld, anAccessWorld, type Question } from './access-world.ts'
import { type BenchOptions, median, type Row } from './row.ts'

const TARGET_PER_SECOND = 5_000_000
const TARGET_RATIO = 0.3
const TARGET_ROLE_MS = 5
const TARGET_PAGE_MS = 300
const STAFF = 500
/** Persons the slower engines are asked about: they load no more. */
const FEW = 50

export async function accessBench({ quick }: BenchOptions): Promise<Row[]> {
  return [...(await decisionRows(quick)), ...(await teamRows(quick))]
}

async function decisionRows(quick: boolean): Promise<Row[]> {
  const world = anAccessWorld()
  const questions = world.questions(200_000)
  const wrong = questions.filter((question) => ours(world, question) !== world.isSet(world.bits, question)).length
  if (wrong > 0) throw new Error(`${wrong} decisions differ from the bits written out`)
  const rates: number[] = []
  const bare: number[] = []
  const rounds = quick ? 5 : 15
  for (let round = -2; round < rounds; round++) {
    const own = ratePerSecond(questions, (question) => ours(world, question))
    const bit = ratePerSecond(questions, (question) => world.isSet(world.bits, question))
    if (round < 0) continue
    rates.push(own)
    bare.push(bit)
  }
  const [value, floor] = [median(rates), median(bare)]
  const people = Array.from({ length: FEW }, (_, n) => n * 100)
  const few = world.questions(quick ? 200 : 1000, people)
  const rivals = [await casbinOf(world, people), caslOf(world, people), cedarOf(world, people)]
  const rivalRows: Row[] = []
  for (const rival of rivals) rivalRows.push(await rivalRow(world, rival, few, value))
  return [
    {
      name: 'decisions in memory: 10,000 sub-accounts, 30 roles, 200 permissions, 50 shops',
      ...{ value, unit: '/s', floor, ratio: value / floor },
      ...{ target: '≥ 5,000,000/s, ≥ 0.3', pass: value >= TARGET_PER_SECOND && value / floor >= TARGET_RATIO },
    },
    ...rivalRows,
  ]
}

const ours = (world: AccessWorld, { person, permission, shop }: Question): boolean => {
  const rights = world.rights[person]
  return rights !== undefined && may(rights, world.permissions[permission] ?? '', { shopId: world.shops[shop] ?? '' })
}

function ratePerSecond(questions: readonly Question[], decide: (question: Question) => boolean): number {
  let allowed = 0
  const startedAt = performance.now()
  for (const question of questions) if (decide(question)) allowed += 1
  const ms = performance.now() - startedAt
  if (allowed === 0 || allowed === questions.length) throw new Error('questions that all have one answer measure nothing')
  return (questions.length / ms) * 1000
}

/** The same questions in another engine; `value` is its rate, the floor ours, so the ratio says how much of ours it reaches. */
async function rivalRow(world: AccessWorld, rival: Rival, questions: readonly Question[], own: number): Promise<Row> {
  const startedAt = performance.now()
  for (const question of questions) {
    const allowed = await rival.decide(question)
    if (allowed !== world.isSet(world.bits, question))
      throw new Error(`${rival.name} decides otherwise: ${JSON.stringify(question)}`)
  }
  const value = (questions.length / (performance.now() - startedAt)) * 1000
  return {
    ...{ name: `the same decisions by ${rival.name}`, value, unit: '/s', floor: own, ratio: value / own },
    ...{ target: 'slower than ours', pass: value < own },
  }
}

async function teamRows(quick: boolean): Promise<Row[]> {
  const t = await aTeam({ environment: { NODE_ENV: 'production' } })
  try {
    return [await roleChangeRow(t, quick ? 10 : 40), await pageRow(t)]
  } finally {
    await t.drop()
  }
}

/** From the answer of the change to the end of the holder’s next request, which compiles the rights anew; beside the same request unchanged. */
async function roleChangeRow(t: TestTeam, rounds: number): Promise<Row> {
  const { roleId } = await t.call('owner', createRole, { name: '岗位', permissions: ['account.self', 'orders.view'] })
  const holder = { accountId: await t.staff('持有人', [{ role: roleId }]) }
  const times: number[] = []
  const floor: number[] = []
  for (let version = 1; version <= rounds; version++) {
    const permissions = ['account.self', version % 2 ? 'orders.note' : 'orders.view'] as Permission[]
    await t.call('owner', editRole, { roleId, version, name: '岗位', description: '', permissions })
    const changed = await timed(() => t.call(holder, readMe, {}))
    if (!Object.hasOwn(changed.answer.rights, permissions[1] ?? '')) throw new Error('the change was not seen')
    times.push(changed.ms)
    floor.push((await timed(() => t.call(holder, readMe, {}))).ms)
  }
  const [value, bare] = [median(times), median(floor)]
  return {
    ...{ name: 'a changed role in the next request of its holder', value, unit: 'ms', floor: bare, ratio: value / bare },
    ...{ target: `≤ ${TARGET_ROLE_MS} ms`, pass: value <= TARGET_ROLE_MS },
  }
}

/** Everything the people page of 500 asks, over HTTP; beside the rows themselves read at once. */
async function pageRow(t: TestTeam): Promise<Row> {
  for (let n = 0; n < STAFF; n++) await t.staff(`员工${n}`, [{ role: 'orderReviewer' }, { role: 'inSaleService', range: 'own' }])
  const login = await hired(t, {
    ...{
      subName: 'bench',
      name: '看的人',
      password: 'a long enough password',
      grants: [{ role: 'administrator', shopIds: null }],
    },
  })
  const web = await aWebServer(t.app)
  try {
    const signed = await web.inject({
      ...{ method: 'POST', url: '/api/call/team.signIn' },
      payload: { login: login.login, password: 'a long enough password' },
    })
    const cookie = String(signed.headers['set-cookie']).split(';')[0] ?? ''
    const ask = async (name: string, input: object) => {
      const answer = await web.inject({ method: 'POST', url: `/api/call/${name}`, payload: input, headers: { cookie } })
      if (answer.statusCode !== 200) throw new Error(`${name}: ${answer.body}`)
      return answer.json() as { next?: string | null }
    }
    const open = async () => {
      const others = ['team.readMe', 'team.listDepartments', 'team.listRoles', 'team.readSeats'].map((name) => ask(name, {}))
      let cursor: string | null = null
      do cursor = (await ask('team.listStaff', cursor === null ? {} : { cursor })).next ?? null
      while (cursor !== null)
      await Promise.all(others)
    }
    const bare = () =>
      t.read((reader) =>
        reader.rows(
          sql`select a.*, g.* from accounts a left join grants g on g.merchant_id = ${t.merchantId} and g.account_id = a.account_id where a.merchant_id = ${t.merchantId}`,
        ),
      )
    const times: number[] = []
    const floor: number[] = []
    for (let round = -2; round < 10; round++) {
      const whole = (await timed(open)).ms
      const rows = (await timed(bare)).ms
      if (round < 0) continue
      times.push(whole)
      floor.push(rows)
    }
    const [value, least] = [median(times), median(floor)]
    return {
      ...{
        name: `the people page of a merchant of ${STAFF}, all of them`,
        value,
        unit: 'ms',
        floor: least,
        ratio: value / least,
      },
      ...{ target: `≤ ${TARGET_PAGE_MS} ms`, pass: value <= TARGET_PAGE_MS },
    }
  } finally {
    await web.close()
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ answer: T; ms: number }> {
  const startedAt = performance.now()
  const answer = await work()
  return { answer, ms: performance.now() - startedAt }
}
