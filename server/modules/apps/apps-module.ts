import type { Module } from '#kernel/module.ts'
import { appHoldings, consentHoldings, tokenHoldings } from './app-holdings.ts'
import { appReactions, checkSubscriptionsJob, followAccountsJob, stopAllJob } from './app-jobs.ts'
import { oldDeliveries, pastApiTokens, pastConsents, pastOauthTokens } from './expired-access.ts'
import { adoptApp } from './operations/adopt-app.ts'
import { checkSubscriptions } from './operations/check-subscriptions.ts'
import { closeAppNotice } from './operations/close-app-notice.ts'
import { decideConsent } from './operations/decide-consent.ts'
import { editApp } from './operations/edit-app.ts'
import { followAccounts } from './operations/follow-accounts.ts'
import { installApp } from './operations/install-app.ts'
import { listApps } from './operations/list-apps.ts'
import { listOwnApps } from './operations/list-own-apps.ts'
import { newClientSecret } from './operations/new-client-secret.ts'
import { readApp } from './operations/read-app.ts'
import { readConsent } from './operations/read-consent.ts'
import { renewApp } from './operations/renew-app.ts'
import { resumeApp } from './operations/resume-app.ts'
import { setAppUsers } from './operations/set-app-users.ts'
import { stopAll } from './operations/stop-all.ts'
import { suspendApp } from './operations/suspend-app.ts'
import { uninstallApp } from './operations/uninstall-app.ts'
import { withdrawConsent } from './operations/withdraw-consent.ts'
import { createAgentToken } from './tokens/operations/create-agent-token.ts'
import { createToken } from './tokens/operations/create-token.ts'
import { listAllTokens } from './tokens/operations/list-all-tokens.ts'
import { listOwnTokens } from './tokens/operations/list-own-tokens.ts'
import { revokeAnyToken } from './tokens/operations/revoke-any-token.ts'
import { revokeOwnToken } from './tokens/operations/revoke-own-token.ts'
import { addWebhook } from './webhooks/operations/add-webhook.ts'
import { changeWebhook } from './webhooks/operations/change-webhook.ts'
import { listDeliveries } from './webhooks/operations/list-deliveries.ts'
import { pingWebhook } from './webhooks/operations/ping-webhook.ts'
import { readDelivery } from './webhooks/operations/read-delivery.ts'
import { recordDelivery } from './webhooks/operations/record-delivery.ts'
import { removeWebhook } from './webhooks/operations/remove-webhook.ts'
import { replayDeliveries } from './webhooks/operations/replay-deliveries.ts'
import { rotateWebhookSecret } from './webhooks/operations/rotate-webhook-secret.ts'
import { deliverWebhookJob } from './webhooks/webhook-jobs.ts'
import { followFacts } from './webhooks/webhook-store.ts'

export const appsModule: Module = {
  name: 'apps',
  operations: [
    ...[listApps, readApp, installApp, editApp, adoptApp, newClientSecret, suspendApp, resumeApp, renewApp, uninstallApp],
    ...[setAppUsers, closeAppNotice, readConsent, decideConsent, listOwnApps, withdrawConsent],
    ...[createToken, createAgentToken, listOwnTokens, revokeOwnToken, listAllTokens, revokeAnyToken],
    ...[addWebhook, changeWebhook, removeWebhook, rotateWebhookSecret, pingWebhook, listDeliveries, replayDeliveries],
    ...[readDelivery, recordDelivery, checkSubscriptions, followAccounts, stopAll],
  ],
  jobs: [deliverWebhookJob, checkSubscriptionsJob, followAccountsJob, stopAllJob],
  reactions: appReactions,
  followers: [followFacts],
  recurring: [{ kind: 'apps.checkSubscriptions', everyMs: 3600_000 }],
  holdings: [appHoldings, tokenHoldings, consentHoldings],
  expiries: [pastOauthTokens, pastConsents, pastApiTokens, oldDeliveries],
}
