/** Every error a user can meet: code, HTTP status, and a sentence in Chinese and English that says what to do next. */
import type { ErrorDefinition } from './error-definition.ts'
import { afterSaleErrors } from './errors-after-sales.ts'
import { appErrors } from './errors-apps.ts'
import { disclosureErrors } from './errors-disclosure.ts'
import { fulfilmentErrors } from './errors-fulfilment.ts'
import { generalErrors } from './errors-general.ts'
import { invitationErrors } from './errors-invitations.ts'
import { orderErrors } from './errors-orders.ts'
import { questionErrors } from './errors-questions.ts'
import { revealErrors } from './errors-reveals.ts'
import { reviewErrors } from './errors-reviews.ts'
import { signInErrors } from './errors-sign-in.ts'

export const errors = {
  ...generalErrors,
  ...signInErrors,
  ...orderErrors,
  ...fulfilmentErrors,
  ...afterSaleErrors,
  ...appErrors,
  ...invitationErrors,
  ...questionErrors,
  ...disclosureErrors,
  ...reviewErrors,
  ...revealErrors,
} as const satisfies Record<string, ErrorDefinition>
