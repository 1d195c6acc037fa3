import { z } from 'zod'
import { apiTokens } from './api-tokens.ts'
import { appWebhooks, webhookRow } from './app-webhooks.ts'
import { moment, nothing, shape, shortText, uuid } from './operation.ts'
import { type Permission, permissionCodes } from './permissions.ts'

const CLIENT_TYPES = ['public', 'confidential'] as const
/** `ended`: its subscription is over. */
const APP_STATES = ['active', 'suspended', 'ended'] as const
const NOTICE_KINDS = [
  'subscriptionEnds',
  'subscriptionEnded',
  'webhookFailing',
  'webhookGone',
  'deliveryDead',
  'installerLost',
] as const
const functionCode = z.enum(permissionCodes as [Permission, ...Permission[]])
const functions = z.array(functionCode).min(1).max(100)
/** null = all shops, also future ones. */
const shopIds = z.array(uuid).min(1).max(500).nullable()
const version = z.number().int()
const visitId = z.string().min(10).max(100)
const details = {
  name: shortText.min(1),
  publisher: shortText.min(1),
  homePage: z.union([z.url({ protocol: /^https?$/ }), z.literal('')]).default(''),
  redirectUris: z.array(z.string().trim().min(8).max(500)).min(1).max(10),
  functions,
  shopIds,
}

const consent = z.object({
  app: z.object({ appId: uuid, name: z.string(), publisher: z.string(), homePage: z.string() }),
  /** Who is asked, and for which merchant. */
  person: z.object({ name: z.string(), login: z.string(), merchantName: z.string() }),
  /** What the app asks for and this person may let it use. */
  functions: z.array(functionCode),
  /** Asked for, and not switched on for this person. */
  withheld: z.array(functionCode),
  /** Shops the app may reach, by name; null = all. */
  shops: z.array(z.string()).nullable(),
  /** Why there is nothing to agree to; null = the person may decide. */
  obstacle: z.enum(['notSwitchedOn']).nullable(),
  /** Agreed to just so before: nothing new to decide. */
  isKnown: z.boolean(),
  /** Where the app waits for the answer. */
  returnsTo: z.string(),
})

const appRow = z.object({
  appId: uuid,
  name: z.string(),
  publisher: z.string(),
  homePage: z.string(),
  state: z.enum(APP_STATES),
  endsAt: moment.nullable(),
  functions: z.array(functionCode),
  shopIds: z.array(uuid).nullable(),
  userCount: z.number().int(),
  webhookCount: z.number().int(),
  /** Is it switched on for the one who asks? */
  isMine: z.boolean(),
  version,
})
export type AppRowView = z.infer<typeof appRow>
const notice = z.object({
  noticeId: uuid,
  appId: uuid,
  appName: z.string(),
  kind: z.enum(NOTICE_KINDS),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  at: moment,
})
export type AppNotice = z.infer<typeof notice>
const appUser = z.object({
  accountId: uuid,
  name: z.string(),
  functions: z.array(functionCode),
  /** Consents in force: with none the person has not let the app in yet. */
  consentCount: z.number().int(),
  lastUsedAt: moment.nullable(),
})
const appPage = appRow.extend({
  clientId: z.string(),
  clientType: z.enum(CLIENT_TYPES),
  redirectUris: z.array(z.string()),
  /** Who answers for it: it can do no more than this person. */
  installer: z.object({ accountId: uuid, name: z.string(), isAtWork: z.boolean() }),
  installedAt: moment,
  users: z.array(appUser),
  webhooks: z.array(webhookRow),
})

export type AppPage = z.infer<typeof appPage>
export type Consent = z.infer<typeof consent>

const ownApp = z.object({
  appId: uuid,
  name: z.string(),
  publisher: z.string(),
  homePage: z.string(),
  /** What it may do for me: agreed to, or before that switched on for me. */
  functions: z.array(functionCode),
  /** When I last let it in; null = not yet. */
  givenAt: moment.nullable(),
  lastUsedAt: moment.nullable(),
})
export type OwnApp = z.infer<typeof ownApp>

export const apps = {
  ...apiTokens,
  ...appWebhooks,
  listApps: shape({}, z.object({ rows: z.array(appRow), notices: z.array(notice) })),
  readApp: shape({ appId: uuid }, appPage),
  installApp: shape(
    {
      ...details,
      clientType: z.enum(CLIENT_TYPES),
      endsAt: moment.nullable().default(null),
      /** The account of an AI agent as which it acts; null = it acts as the person. */
      agentId: uuid.nullable().default(null),
    },
    z.object({
      appId: uuid,
      clientId: z.string(),
      /** Shown this once; null for a public client. */
      clientSecret: z.string().nullable(),
    }),
  ),
  editApp: shape({ appId: uuid, version, ...details }, z.object({ version })),
  /** Answers for the app from now on: it can do no more than the one who does. */
  adoptApp: shape({ appId: uuid, version }, z.object({ version })),
  newClientSecret: shape({ appId: uuid }, z.object({ clientSecret: z.string() })),
  suspendApp: shape({ appId: uuid }, nothing),
  resumeApp: shape({ appId: uuid }, nothing),
  /** A new end of the subscription; null = none. */
  renewApp: shape({ appId: uuid, version, endsAt: moment.nullable() }, z.object({ version })),
  uninstallApp: shape({ appId: uuid }, nothing),
  setAppUsers: shape(
    {
      appId: uuid,
      version,
      /** Who is named gets exactly these functions; an empty list switches the app off for them. Others stay as they are. */
      users: z
        .array(z.strictObject({ accountId: uuid, functions: z.array(functionCode).max(100) }))
        .min(1)
        .max(1000),
    },
    z.object({ version }),
  ),
  closeAppNotice: shape({ noticeId: uuid }, nothing),
  readConsent: shape({ visitId }, consent),
  decideConsent: shape({ visitId, agree: z.boolean() }, z.object({ goTo: z.string(), appId: uuid, given: z.array(z.string()) })),
  listOwnApps: shape({}, z.object({ rows: z.array(ownApp) })),
  withdrawConsent: shape({ appId: uuid }, nothing),
}
