/** What a question of the AuthZEN API asks in words of the house, and the code that answers it. Pure. */
import { type Permission, permissionCodes } from '#contract/permissions.ts'
import type { AccessRule } from '#kernel/access.ts'
import type { Verdict } from '#modules/team/public.ts'

/** The merchant as a whole: an act as such, on no particular row. */
export const MERCHANT = { type: 'merchant', id: 'own' }
/** Operations as resources: the one thing done to them. */
export const OPERATION = 'operation'
export const CALL = 'call'

export type Rules = ReadonlyMap<string, AccessRule | null>
/** `view` of the kind of row asked about; undefined = no row is asked about. */
type Kind = { view: AccessRule } | undefined

/** Names of everything that can be done to such a thing, in order. */
export const actionNames = (rules: Rules): string[] => [...new Set([...rules.keys(), ...permissionCodes])].sort()

/**
 * The rule behind an action; null = open to visitors, undefined = there is no such action on such a thing. An act that counts for the
 * whole merchant, or concerns no row, is none on a row; nor is one about people on what is no person.
 */
export function ruleFor(rules: Rules, name: string, kind: Kind): AccessRule | null | undefined {
  const rule = rules.get(name)
  if (rule === undefined && (permissionCodes as string[]).includes(name))
    return { permission: name as Permission, scope: kind?.view.scope ?? 'shop' }
  if (!kind || rule === undefined) return rule
  return rule !== null && rule.scope === kind.view.scope ? rule : undefined
}

/** The nearer a grant was to allowing it, the better it explains the refusal. */
const NEAREST = [
  ...['holds', 'bounded', 'limited', 'otherHolder', 'otherWarehouse', 'otherShop', 'otherAddress', 'offShift', 'notYet', 'over'],
  'notCarried',
]
export function reasonOf({ blocked, reasons }: Verdict): string {
  if (blocked !== null) return blocked
  const found = new Set<string>(reasons.map(({ because }) => because))
  return NEAREST.find((code) => found.has(code)) ?? 'notCarried'
}

/** When and from where the request asked about comes; undefined when it says so in a form that cannot be read. */
export function circumstancesOf(
  context: Record<string, unknown> | undefined,
  subject: { properties?: Record<string, unknown> | undefined },
  otherwise: { now: Date; ip: string },
): { now: Date; ip: string } | undefined {
  const { time, ip = subject.properties?.ip_address ?? otherwise.ip } = context ?? {}
  const isTime = typeof time === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:?\d\d)$/i.test(time)
  const now = time === undefined ? otherwise.now : new Date(isTime ? time : Number.NaN)
  return Number.isNaN(now.getTime()) || typeof ip !== 'string' ? undefined : { now, ip }
}
