import { apiPageTexts } from '#web/app/api-page/texts.ts'
import { shellTexts } from '#web/app/texts.ts'
import { teamTexts } from '#web/features/team/texts.ts'
import { sharedTexts } from '#web/shared/texts.ts'
import { stateTexts } from './state-texts.ts'

/** Every text of the application. A feature keeps its own in `features/<name>/texts.ts` and is named here. */
export const allTexts = {
  apiPage: apiPageTexts,
  shared: sharedTexts,
  shell: shellTexts,
  states: stateTexts,
  team: teamTexts,
}
