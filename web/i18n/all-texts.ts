import { apiPageTexts } from '#web/app/api-page/texts.ts'
import { shellTexts } from '#web/app/texts.ts'
import { accountTexts } from '#web/features/account/texts.ts'
import { afterSalesTexts } from '#web/features/after-sales/texts.ts'
import { appsTexts } from '#web/features/apps/texts.ts'
import { catalogTexts } from '#web/features/catalog/texts.ts'
import { fulfilmentTexts } from '#web/features/fulfilment/texts.ts'
import { importTexts } from '#web/features/import/texts.ts'
import { intakeTexts } from '#web/features/intake/texts.ts'
import { inventoryTexts } from '#web/features/inventory/texts.ts'
import { listingTexts } from '#web/features/listings/texts.ts'
import { orderTexts } from '#web/features/orders/texts.ts'
import { buyerReviewTexts } from '#web/features/reviews/texts.ts'
import { settingsTexts } from '#web/features/settings/texts.ts'
import { shopsTexts } from '#web/features/shops/texts.ts'
import { agentTexts } from '#web/features/team/agents/texts.ts'
import { departmentTexts } from '#web/features/team/departments/texts.ts'
import { grantTexts } from '#web/features/team/grants/texts.ts'
import { hiringTexts } from '#web/features/team/hiring/texts.ts'
import { invitationTexts } from '#web/features/team/invitations/texts.ts'
import { leavingTexts } from '#web/features/team/leaving/texts.ts'
import { logTexts } from '#web/features/team/log/texts.ts'
import { peopleTexts } from '#web/features/team/people/texts.ts'
import { reviewTexts } from '#web/features/team/reviews/texts.ts'
import { roleTexts } from '#web/features/team/roles/texts.ts'
import { whyTexts } from '#web/features/team/why/texts.ts'
import { tracingTexts } from '#web/features/tracing/texts.ts'
import { workbenchTexts } from '#web/features/workbench/texts.ts'
import { sharedTexts } from '#web/shared/texts.ts'
import { stateTexts } from './state-texts.ts'

/** Every text of the application. A feature keeps its own in `features/<name>/texts.ts` and is named here. */
export const allTexts = {
  account: accountTexts,
  afterSales: afterSalesTexts,
  agents: agentTexts,
  apiPage: apiPageTexts,
  apps: appsTexts,
  buyerReviews: buyerReviewTexts,
  catalog: catalogTexts,
  departments: departmentTexts,
  fulfilment: fulfilmentTexts,
  grants: grantTexts,
  hiring: hiringTexts,
  import: importTexts,
  intake: intakeTexts,
  inventory: inventoryTexts,
  leaving: leavingTexts,
  invitations: invitationTexts,
  listings: listingTexts,
  log: logTexts,
  orders: orderTexts,
  people: peopleTexts,
  reviews: reviewTexts,
  roles: roleTexts,
  settings: settingsTexts,
  shared: sharedTexts,
  shell: shellTexts,
  shops: shopsTexts,
  states: stateTexts,
  tracing: tracingTexts,
  why: whyTexts,
  workbench: workbenchTexts,
}
