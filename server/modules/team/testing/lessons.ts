/** Two shops, each with an administrator and a reviewer of its own: what the rows of the access lessons are told about. */
import assert from 'node:assert/strict'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type SomeGrant, type TestTeam } from '#server/testing/team.ts'
import { createRole } from '../roles/operations/create-role.ts'
import { readWorld } from './team-closure.ts'

export type Lessons = {
  t: TestTeam
  shopA: string
  shopB: string
  /** An administrator of shop A and of nothing else. */
  adminA: string
  adminB: string
  clerkA: string
  clerkB: string
  staff(grants: SomeGrant[]): Promise<string>
  role(name: string, permissions: string[]): Promise<string>
  version(accountId: string): Promise<number>
  /** Refused with this code, and everything is as it was. */
  denied(act: () => Promise<unknown>, ...codes: string[]): Promise<void>
}

export async function lessons(): Promise<Lessons> {
  const t = await aTeam({ environment: { PUBLIC_URL: 'http://shop.test' } })
  const [shopA, shopB] = [await t.shop('甲店'), await t.shop('乙店')]
  let count = 0
  const staff = (grants: SomeGrant[]) => t.staff(`员工${++count}`, grants)
  return {
    ...{ t, shopA, shopB, staff },
    adminA: await staff([{ role: 'administrator', shopIds: [shopA] }]),
    adminB: await staff([{ role: 'administrator', shopIds: [shopB] }]),
    clerkA: await staff([{ role: 'orderReviewer', shopIds: [shopA] }]),
    clerkB: await staff([{ role: 'orderReviewer', shopIds: [shopB] }]),
    role: async (name, permissions) => (await t.call('owner', createRole, { name, permissions: permissions as never })).roleId,
    version: async (accountId) => (await t.read(readWorld)).accounts.find(({ id }) => id === accountId)?.version ?? 0,
    denied: async (act, ...codes) => {
      const standing = await t.read(readWorld)
      const isCode = (error: unknown) => error instanceof Failure && codes.includes(error.definition.code)
      await assert.rejects(act, (error) => isCode(error) || assert.fail(`refused otherwise: ${error}`))
      assert.deepEqual(await t.read(readWorld), standing, 'a refused act changes nothing')
    },
  }
}

/** Acts on several accounts refuse item by item: the code of the first refusal as a failure. */
export const single =
  (act: () => Promise<{ refused: { code: string }[] }>, codes: Record<string, ConstructorParameters<typeof Failure>[0]>) =>
  async (): Promise<void> => {
    const code = (await act()).refused[0]?.code
    const definition = code === undefined ? undefined : codes[code]
    if (code !== undefined) throw definition ? new Failure(definition, {}) : new Error(code)
  }
