import { shellTexts } from '#web/app/texts.ts'
import { fulfilmentTexts } from '#web/features/fulfilment/texts.ts'
import { orderTexts } from '#web/features/orders/texts.ts'
import { workbenchTexts } from '#web/features/workbench/texts.ts'
import { sharedTexts } from '#web/shared/texts.ts'
import { stateTexts } from './state-texts.ts'

/** What the workbench and the frame around it say: fetched with the application. All other texts come with the first other page. */
export const firstTexts = {
  fulfilment: fulfilmentTexts,
  orders: orderTexts,
  shared: sharedTexts,
  shell: shellTexts,
  states: stateTexts,
  workbench: workbenchTexts,
}
