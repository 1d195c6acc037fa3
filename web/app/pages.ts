import type { Permission } from '#contract/permissions.ts'
import type { Me } from '#contract/team.ts'
import type { OperationName } from '#web/shared/api.ts'

/** What a page is made of: it opens for whoever may call one of these. `right` is what the first of them asks for, to name it when it is missing. */
type Opening = { calls: readonly [OperationName, ...OperationName[]]; right: Permission }

/** Every page that not everybody may open, by its path: the one list that the menu, the routes and their test read. */
export const pages = {
  '/': { calls: ['team.readMe'], right: 'account.self' },
  '/review': { calls: ['orders.claimNext'], right: 'orders.review' },
  '/orders': { calls: ['orders.listOrders'], right: 'orders.view' },
  '/parcels': { calls: ['orders.listParcels'], right: 'orders.view' },
  '/import': { calls: ['orders.startImport'], right: 'orders.import' },
  '/totals': { calls: ['orders.summarizeOrders'], right: 'orders.summary' },
  '/reviews': { calls: ['reviews.listReviews'], right: 'reviews.view' },
  '/fulfilment/waybills': { calls: ['fulfilment.listBatches'], right: 'fulfilment.view' },
  '/fulfilment/print': { calls: ['fulfilment.listPrintJobs'], right: 'fulfilment.view' },
  '/fulfilment/ship': { calls: ['fulfilment.listBatches'], right: 'fulfilment.view' },
  '/fulfilment/write-backs': { calls: ['fulfilment.listWriteBacks'], right: 'fulfilment.view' },
  '/fulfilment/tracking': { calls: ['tracing.listTraces'], right: 'fulfilment.view' },
  '/after-sales': { calls: ['afterSales.listCases'], right: 'afterSales.view' },
  '/stock': { calls: ['inventory.listStock'], right: 'inventory.view' },
  '/goods': { calls: ['catalog.listSkus'], right: 'catalog.view' },
  '/listings': { calls: ['listings.listListings'], right: 'catalog.view' },
  '/shops': { calls: ['shops.listShops'], right: 'shops.view' },
  '/shops/authorised': { calls: ['shops.finishAuthorisation'], right: 'shops.manage' },
  '/shops/quarantine': { calls: ['intake.listQuarantined'], right: 'intake.view' },
  '/team': { calls: ['team.listStaff'], right: 'team.view' },
  '/team/invitations': { calls: ['team.listInvitations'], right: 'team.view' },
  '/team/roles': { calls: ['team.listRoles'], right: 'team.view' },
  '/team/agents': { calls: ['team.hireAgent'], right: 'team.manage' },
  '/team/templates': { calls: ['team.importStaff'], right: 'team.manage' },
  '/team/leaving': { calls: ['team.listOffboardings'], right: 'team.manage' },
  '/team/reviews': { calls: ['team.listAccessReviews'], right: 'team.view' },
  '/team/privileges': { calls: ['team.findUnusedRights'], right: 'team.view' },
  '/apps': { calls: ['apps.listApps'], right: 'apps.view' },
  '/apps/mine': { calls: ['apps.listOwnTokens'], right: 'account.self' },
  '/log': { calls: ['team.readLog'], right: 'log.view' },
  '/account': { calls: ['team.listOwnSessions'], right: 'account.self' },
  '/team/security': { calls: ['team.readSignInPolicies'], right: 'team.settings' },
  '/my-activity': { calls: ['team.readOwnLog'], right: 'account.self' },
  '/my-rights': { calls: ['team.explainOwnAccess'], right: 'account.self' },
  '/settings': {
    calls: ['orders.saveReviewSettings', 'fulfilment.addPrinter', 'fulfilment.addCarrierAccount', 'shops.renameWarehouse'],
    right: 'orders.settings',
  },
} as const satisfies Record<string, Opening>
export type PagePath = keyof typeof pages

/** May this person call the operation at all? Exactly what the server would say at the door; the rows it reaches are another matter. */
export const mayCall = (me: Me, operation: OperationName): boolean => me.operations.includes(operation)

export const opensPage = (me: Me, path: PagePath): boolean => pages[path].calls.some((operation) => mayCall(me, operation))
