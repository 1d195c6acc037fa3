import type { AppRowView } from '#contract/apps.ts'
import type { ListedApp } from './app-views.ts'
import { runStateOf } from './subscription-rules.ts'

/** An app as lists show it. */
export const rowOf = (app: ListedApp, now: Date): AppRowView => ({
  appId: app.app_id,
  name: app.name,
  publisher: app.publisher,
  homePage: app.home_page,
  state: runStateOf(app.state, app.ends_at, now),
  endsAt: app.ends_at,
  functions: app.functions,
  shopIds: app.shop_ids,
  userCount: app.user_count,
  webhookCount: app.webhook_count,
  isMine: app.is_mine,
  version: app.version,
})
