import { listings } from '#contract/listings.ts'
import { query } from '#kernel/operation.ts'
import { listingPage } from '../listing-views.ts'

export const listListings = query({
  name: 'listings.listListings',
  ...listings.listListings,
  summary: 'What the shops have on sale, with the stock the platform shows and the stock it should show.',
  access: { permission: 'catalog.view', scope: 'shop' },
  errors: [],
  run: (reader, { shopId = null, state = 'all', search = '', cursor = null }, actor) =>
    listingPage(reader, actor.scope, { shopId, state, search, cursor }),
})
