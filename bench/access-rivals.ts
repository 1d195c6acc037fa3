/** The same grants and questions in three well-known engines, each in the way its own documentation shows for this job. */
import { createMongoAbility, subject } from '@casl/ability'
import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs'
import { newEnforcer, newModelFromString } from 'casbin'
import type { AccessWorld, Question } from './access-world.ts'

export type Rival = {
  name: string /** Answers the questions it was prepared for. */
  decide(question: Question): boolean | Promise<boolean>
}

const MODEL = `
[request_definition]
r = sub, shop, act
[policy_definition]
p = sub, act
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.act == p.act && g(r.sub, p.sub, r.shop)
`

/** Roles hold rights; who has a role has it in a domain, here a shop. Only the persons asked about are loaded. */
export async function casbinOf(world: AccessWorld, people: readonly number[]): Promise<Rival> {
  const enforcer = await newEnforcer(newModelFromString(MODEL))
  await enforcer.addPolicies(world.roles.flatMap((codes, role) => codes.map((code) => [`role${role}`, code])))
  const links = people.flatMap((person) =>
    world
      .grantsOf(person)
      .flatMap(({ role, shops }) => shops.map((shop) => [`p${person}`, `role${role}`, world.shops[shop] ?? ''])),
  )
  await enforcer.addGroupingPolicies([...new Map(links.map((link) => [link.join(' '), link])).values()])
  return {
    name: 'casbin',
    decide: ({ person, permission, shop }) =>
      enforcer.enforce(`p${person}`, world.shops[shop] ?? '', world.permissions[permission] ?? ''),
  }
}

/** One ability a person, kept between questions. */
export function caslOf(world: AccessWorld, people: readonly number[]): Rival {
  const abilities = new Map(
    people.map((person) => {
      const rules = world.grantsOf(person).flatMap(({ role, shops }) =>
        (world.roles[role] ?? []).map((action) => ({
          ...{ action, subject: 'Row' },
          conditions: { shopId: { $in: shops.map((shop) => world.shops[shop]) } },
        })),
      )
      return [person, createMongoAbility(rules)]
    }),
  )
  return {
    name: 'CASL',
    decide: ({ person, permission, shop }) =>
      abilities.get(person)?.can(world.permissions[permission] ?? '', subject('Row', { shopId: world.shops[shop] ?? '' })) ??
      false,
  }
}

/** Policies are parsed once a person; a question brings its row along. */
export function cedarOf(world: AccessWorld, people: readonly number[]): Rival {
  for (const person of people) {
    const policies = world.grantsOf(person).map(({ role, shops }) => {
      const actions = (world.roles[role] ?? []).map((code) => `Action::"${code}"`).join(', ')
      const names = shops.map((shop) => `"${world.shops[shop]}"`).join(', ')
      return `permit(principal == Person::"${person}", action in [${actions}], resource) when { [${names}].contains(resource.shop) };`
    })
    const parsed = preparsePolicySet(`bench${person}`, { staticPolicies: policies.join('\n') })
    if (parsed.type === 'failure') throw new Error(parsed.errors[0]?.message)
  }
  return {
    name: 'Cedar',
    decide({ person, permission, shop }) {
      const answer = statefulIsAuthorized({
        principal: { type: 'Person', id: String(person) },
        action: { type: 'Action', id: world.permissions[permission] ?? '' },
        resource: { type: 'Row', id: 'row' },
        context: {},
        preparsedPolicySetId: `bench${person}`,
        entities: [{ uid: { type: 'Row', id: 'row' }, attrs: { shop: world.shops[shop] ?? '' }, parents: [] }],
      })
      return answer.type === 'success' && answer.response.decision === 'allow'
    },
  }
}
