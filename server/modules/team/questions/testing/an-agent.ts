import { newId } from '#kernel/ids.ts'
import { insertAccount } from '#modules/team/account-store.ts'
import { replaceGrants } from '#modules/team/grants/grant-store.ts'
import { type SomeGrant, type TestTeam, wholeGrant } from '#server/testing/team.ts'

/** An agent account for which somebody is responsible. Answers its id. */
export async function anAgent(t: TestTeam, name: string, responsibleId: string, grants: SomeGrant[]): Promise<string> {
  const accountId = newId()
  await t.write(async (tx) => {
    const agent = { accountId, login: accountId.slice(-20), name, isOwner: false, passwordHash: 'none' }
    await insertAccount(tx, { ...agent, kind: 'agent', responsibleId })
    await replaceGrants(tx, { accountId }, grants.map(wholeGrant), t.ownerId)
  })
  return accountId
}
