/** The modules of the house, from bottom to top: a lower one never calls a higher one. */
import { logPurgeModule } from '#kernel/log-purge.ts'
import type { Module } from '#kernel/module.ts'
import { oldEvents, oldIdempotencyKeys, upkeepModule } from '#kernel/upkeep.ts'
import { accessModule } from '#modules/access/access-module.ts'
import { afterSalesModule } from '#modules/after-sales/after-sales-module.ts'
import { appsModule } from '#modules/apps/apps-module.ts'
import { catalogModule } from '#modules/catalog/catalog-module.ts'
import { filesModule } from '#modules/files/files-module.ts'
import { fulfilmentModule } from '#modules/fulfilment/fulfilment-module.ts'
import { intakeModule } from '#modules/intake/intake-module.ts'
import { inventoryModule } from '#modules/inventory/inventory-module.ts'
import { listingsModule } from '#modules/listings/listings-module.ts'
import { ordersModule } from '#modules/orders/orders-module.ts'
import { reviewsModule } from '#modules/reviews/reviews-module.ts'
import { shopsModule } from '#modules/shops/shops-module.ts'
import { teamModule } from '#modules/team/team-module.ts'
import { tracingModule } from '#modules/tracing/tracing-module.ts'

const business: readonly Module[] = [
  teamModule,
  filesModule,
  shopsModule,
  catalogModule,
  inventoryModule,
  intakeModule,
  listingsModule,
  ordersModule,
  reviewsModule,
  fulfilmentModule,
  tracingModule,
  afterSalesModule,
  appsModule,
  accessModule,
]

const expiries = [oldEvents, oldIdempotencyKeys, ...business.flatMap((module) => module.expiries ?? [])]
export const modules: readonly Module[] = [...business, upkeepModule(expiries), logPurgeModule()]
