import type { Module } from '#kernel/module.ts'
import { addShop } from './operations/add-shop.ts'
import { addWarehouse } from './operations/add-warehouse.ts'
import { enterCredentials } from './operations/enter-credentials.ts'
import { finishAuthorisation } from './operations/finish-authorisation.ts'
import { giveBackRenewalLease } from './operations/give-back-renewal-lease.ts'
import { listEndingTokens } from './operations/list-ending-tokens.ts'
import { listPlatforms } from './operations/list-platforms.ts'
import { listShops } from './operations/list-shops.ts'
import { listWarehouses } from './operations/list-warehouses.ts'
import { noteAuthorisationLost } from './operations/note-authorisation-lost.ts'
import { pauseShop } from './operations/pause-shop.ts'
import { readAuthorisationRequest } from './operations/read-authorisation-request.ts'
import { readConnection } from './operations/read-connection.ts'
import { renameShop } from './operations/rename-shop.ts'
import { renameWarehouse } from './operations/rename-warehouse.ts'
import { resumeShop } from './operations/resume-shop.ts'
import { saveTokens } from './operations/save-tokens.ts'
import { setShopWarehouse } from './operations/set-shop-warehouse.ts'
import { startAuthorisation } from './operations/start-authorisation.ts'
import { takeRenewalLease } from './operations/take-renewal-lease.ts'
import { warnOfEndings } from './operations/warn-of-endings.ts'
import { shopRows, warehouseRows } from './row-kind-views.ts'
import { exchangeCodeJob, renewTokensJob } from './shop-jobs.ts'

export const shopsModule: Module = {
  name: 'shops',
  operations: [
    listShops,
    listPlatforms,
    addShop,
    renameShop,
    pauseShop,
    resumeShop,
    listWarehouses,
    addWarehouse,
    renameWarehouse,
    setShopWarehouse,
    startAuthorisation,
    finishAuthorisation,
    enterCredentials,
    readConnection,
    readAuthorisationRequest,
    listEndingTokens,
    takeRenewalLease,
    giveBackRenewalLease,
    saveTokens,
    noteAuthorisationLost,
    warnOfEndings,
  ],
  rowKinds: [shopRows, warehouseRows],
  jobs: [exchangeCodeJob, renewTokensJob],
  recurring: [{ kind: 'shops.renewTokens', everyMs: 60_000 }],
}
