import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { readParcels } from '../parcel-store.ts'
import { decideReview } from '../review-decision-rules.ts'
import { readReviewFacts } from '../review-facts.ts'
import { parcelsAtReview } from '../review-queue-views.ts'
import { flagsOf, reviewFindings } from '../review-rules.ts'

export const listChangedReviews = query({
  name: 'orders.listChangedReviews',
  ...shape({ after: uuid.nullable() }, z.object({ parcelIds: z.array(z.string()), next: z.string().nullable() })),
  summary: 'Parcels at review whose findings would be others today: stock has come, a sibling has left, a SKU was added.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { after }, _actor, world) {
    const page = await parcelsAtReview(reader, after)
    const now = world.now()
    const parcels = await readParcels(reader, page.parcelIds, now)
    const factsOf = await readReviewFacts(reader, parcels, world.vault)
    const changed = parcels.filter((parcel) => {
      const known = factsOf.get(parcel.parcelId)
      if (!known) return false
      const findings = reviewFindings(known.facts, known.settings)
      return (
        flagsOf(findings) !== flagsOf(parcel.findings) ||
        decideReview(parcel, findings, known.settings, now).state !== parcel.reviewState
      )
    })
    return { parcelIds: changed.map((parcel) => parcel.parcelId), next: page.next }
  },
})
