/**
 * Who gets through which entrance, written down: docs/access-matrix.txt, made from what operations, facts and jobs declare and from what
 * each kind of principal holds. server/access-matrix.test.ts goes through every entrance as each of them and compares what really happens.
 */
import { eventKinds } from '#contract/event-kinds.ts'
import { builtInRoles, grantablePermissions, ownerPermissions, type Permission } from '#contract/permissions.ts'
import type { JobHandler } from '#kernel/jobs.ts'
import type { Operation } from '#kernel/operation.ts'
import { announcedFacts } from '#tools/announced-facts.ts'

export type MatrixPrincipal = {
  name: string
  /** What it may use at this moment, after its bounds. */
  holds: ReadonlySet<Permission>
  reach: 'everything' | 'oneShop' | 'oneDepartment'
  /** Has it a living session or token, so that it can be told that it may not? */
  isKnown: boolean
}
const principal = (name: string, holds: readonly Permission[], more: Partial<MatrixPrincipal> = {}): MatrixPrincipal => ({
  ...{ name, holds: new Set(holds), reach: 'everything', isKnown: true },
  ...more,
})
const unknown = (name: string): MatrixPrincipal => principal(name, [], { isKnown: false })
const both = (a: readonly Permission[], b: readonly Permission[]): Permission[] =>
  a.filter((permission) => b.includes(permission))
const { supervisor, orderReviewer, inSaleService, designer } = builtInRoles

/** What the app of the matrix was installed with, and what the token was made with. */
export const appFunctions = [
  'orders.view',
  'orders.note',
  'orders.summary',
  'catalog.view',
  'fulfilment.view',
  'team.view',
] as const
export const tokenFunctions = ['orders.view', 'orders.review', 'fulfilment.print', 'inventory.view'] as const

/** server/testing/matrix-team.ts makes each of them. */
export const matrixPrincipals: readonly MatrixPrincipal[] = [
  principal('owner', ownerPermissions),
  ...Object.entries(builtInRoles).map(([role, { permissions }]) => principal(role, permissions)),
  principal('administratorOfOneShop', grantablePermissions, { reach: 'oneShop' }),
  principal('supervisorOfOneDepartment', supervisor.permissions, { reach: 'oneDepartment' }),
  principal('agentOfSupervisor', both(orderReviewer.permissions, supervisor.permissions)),
  principal('appOfService', both(appFunctions, inSaleService.permissions)),
  principal('appOfServiceInOneShop', both(appFunctions, inSaleService.permissions), { reach: 'oneShop' }),
  principal('appInstalledByDesigner', both(appFunctions, both(inSaleService.permissions, designer.permissions))),
  principal('tokenOfAdministrator', tokenFunctions),
  // Everybody has their own account.
  principal('withoutRole', ['account.self'], { reach: 'oneDepartment' }),
  principal('administratorOffShift', ['account.self'], { reach: 'oneDepartment' }),
  unknown('agentOfFrozen'),
  unknown('appSwitchedOff'),
  unknown('appSuspended'),
  unknown('appOfLeaver'),
  unknown('tokenRevoked'),
  unknown('tokenOver'),
  unknown('tokenOfFrozen'),
  unknown('invited'),
  unknown('frozen'),
  unknown('penaltyFrozen'),
  unknown('left'),
  unknown('temporaryOver'),
  unknown('signedOut'),
  unknown('visitor'),
  principal('system', ['system.jobs'], { isKnown: false }),
]

/** `everybody` = also visitors; `known` = any living session or token; `bearer` = any living token, no session; else a permission and what of its reach is needed. */
type Rule =
  | 'everybody'
  | 'known'
  | 'bearer'
  | { permission: Permission; also?: Permission; within: 'anything' | 'otherShop' | 'everything' }
/** `body`: what is sent to a path that reads JSON. */
export type Entrance = { name: string; rule: Rule; body?: object }

/** Paths of the web server besides the operations. Who adds one says here who gets through. */
export const routes: readonly Entrance[] = [
  { name: 'GET /healthz', rule: 'everybody' },
  { name: 'GET /readyz', rule: 'everybody' },
  { name: 'GET /metrics', rule: 'everybody' },
  { name: 'GET /api/openapi.json', rule: 'everybody' },
  { name: 'GET /.well-known/oauth-authorization-server/oauth', rule: 'everybody' },
  { name: 'GET /.well-known/oauth-protected-resource', rule: 'everybody' },
  { name: 'GET /.well-known/oauth-protected-resource/mcp', rule: 'everybody' },
  { name: 'GET /.well-known/authzen-configuration', rule: 'everybody' },
  ...['evaluation', 'evaluations', 'search/subject', 'search/resource', 'search/action'].map(
    (path): Entrance => ({
      ...{ name: `POST /access/v1/${path}`, rule: { permission: 'access.ask', within: 'anything' } },
      body: { subject: { type: 'me', id: 'me' }, action: { name: 'account.self' }, resource: { type: 'merchant', id: 'own' } },
    }),
  ),
  { name: 'POST /mcp', rule: 'bearer' },
  // A link of its own, for a minute: without one everybody is told that it is over.
  { name: 'GET /api/downloads', rule: 'everybody' },
  { name: 'GET /api/realtime', rule: 'known' },
  // Platforms have no session: what they sign is verified, whoever brings it.
  ...['/push/:platform', '/push/:platform/:merchantId/:shopId', '/trace/:service/:merchantId'].flatMap((path): Entrance[] =>
    ['GET', 'POST'].map((method) => ({ name: `${method} ${path}`, rule: 'everybody' })),
  ),
  { name: 'POST /api/files', rule: { permission: 'orders.import', within: 'anything' } },
]
/** Made documents by the permission they stay behind; only their maker gets them. */
export const downloads: readonly Permission[] = ['orders.import', 'fulfilment.print']

/**
 * The frames of an open page: told of it at all, also when it happened in a shop that some do not see (who sees only what a department
 * holds hears that something moved), and told which rows.
 */
const frames = [...announcedFacts()].flatMap(([kind, permission]): Entrance[] => {
  const rule = (within: Extract<Rule, object>['within']): Rule => ({ permission: permission as Permission, within })
  return [
    { name: `frame ${kind}`, rule: rule('anything') },
    { name: `frame ${kind}, elsewhere`, rule: rule('otherShop') },
    { name: `frame ${kind}, elsewhere, ids`, rule: rule('everything') },
  ]
})
/** Apps that are told of facts at an address of their own, and what they may know through their installer. */
export const webhookApps: readonly MatrixPrincipal[] = [
  principal('app', appFunctions),
  principal('appOfOneShop', appFunctions, { reach: 'oneShop' }),
  principal('appInstalledByDesigner', both(appFunctions, designer.permissions)),
  unknown('appSuspended'),
  unknown('appOfLeaver'),
]
export const webhooks = Object.entries(eventKinds).map(
  ([kind, { permission }]): Entrance => ({ name: `webhook ${kind}, elsewhere`, rule: { permission, within: 'otherShop' } }),
)

export function gets(who: MatrixPrincipal, { name, rule }: Entrance): boolean {
  // The house itself comes in through no door of the web server.
  if (who.name === 'system' && !name.startsWith('call ')) return false
  if (rule === 'everybody') return who.name !== 'system'
  if (rule === 'known') return who.isKnown
  if (rule === 'bearer') return who.isKnown && /^(app|token)/.test(who.name)
  // What everybody has over their own account knows no shops.
  const otherShop = who.reach !== 'oneShop' || rule.permission === 'account.self'
  const isWithin = { anything: true, otherShop, everything: who.reach === 'everything' }
  return who.holds.has(rule.permission) && (!rule.also || who.holds.has(rule.also)) && isWithin[rule.within]
}

export const entrances = (operations: readonly Operation[]): Entrance[] => [
  ...operations.map(
    (operation): Entrance => ({
      name: `call ${operation.name}`,
      rule:
        operation.kind === 'public'
          ? 'everybody'
          : {
              permission: operation.access.permission,
              within: operation.access.scope === 'merchant' ? 'everything' : 'anything',
            },
    }),
  ),
  ...routes.map(({ name, rule }) => ({ name: `route ${name}`, rule })),
  ...downloads.map((permission): Entrance => {
    // Fetching a file is an act of a person on his own account besides, so no app or token does it.
    return { name: `download ${permission}`, rule: { permission, also: 'account.self', within: 'anything' } }
  }),
  ...frames,
]

export function accessMatrix(operations: readonly Operation[], jobs: readonly JobHandler[]): string {
  const line = (entrance: Entrance, among: readonly MatrixPrincipal[]) => {
    const allowed = among.filter((who) => gets(who, entrance)).map(({ name }) => name)
    return `${entrance.name}: ${allowed.length === among.length - 1 && among === matrixPrincipals ? 'everybody' : allowed.join(' ')}`
  }
  const lines = [
    ...entrances(operations).map((entrance) => line(entrance, matrixPrincipals)),
    ...webhooks.map((webhook) => line(webhook, webhookApps)),
    ...jobs.map(({ kind, actor, permissions }) => `job ${kind}: works as system:${actor} with ${permissions.join(' ')}`),
  ]
  return `# Who gets through which entrance. Made by npm run docs; do not edit. Held against real calls by server/access-matrix.test.ts.
# Principals: ${matrixPrincipals.map(({ name }) => name).join(' ')}
# Apps that are told at a webhook: ${webhookApps.map(({ name }) => name).join(' ')}
${lines.sort().join('\n')}
`
}
