import { apiPageTexts } from '#web/app/api-page/texts.ts'
import { shellTexts } from '#web/app/texts.ts'
import { catalogTexts } from '#web/features/catalog/texts.ts'
import { fulfilmentTexts } from '#web/features/fulfilment/texts.ts'
import { importTexts } from '#web/features/import/texts.ts'
import { intakeTexts } from '#web/features/intake/texts.ts'
import { inventoryTexts } from '#web/features/inventory/texts.ts'
import { orderTexts } from '#web/features/orders/texts.ts'
import { settingsTexts } from '#web/features/settings/texts.ts'
import { shopsTexts } from '#web/features/shops/texts.ts'
import { teamTexts } from '#web/features/team/texts.ts'
import { workbenchTexts } from '#web/features/workbench/texts.ts'
import { sharedTexts } from '#web/shared/texts.ts'
import { stateTexts } from './state-texts.ts'

/** Every text of the application. A feature keeps its own in `features/<name>/texts.ts` and is named here. */
export const allTexts = {
  apiPage: apiPageTexts,
  catalog: catalogTexts,
  fulfilment: fulfilmentTexts,
  import: importTexts,
  intake: intakeTexts,
  inventory: inventoryTexts,
  orders: orderTexts,
  settings: settingsTexts,
  shared: sharedTexts,
  shell: shellTexts,
  shops: shopsTexts,
  states: stateTexts,
  team: teamTexts,
  workbench: workbenchTexts,
}
