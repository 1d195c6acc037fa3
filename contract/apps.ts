import { z } from 'zod'
import { moment, shape, shortText, uuid } from './operation.ts'
import { type Permission, permissionCodes } from './permissions.ts'

const CLIENT_TYPES = ['public', 'confidential'] as const
const functionCode = z.enum(permissionCodes as [Permission, ...Permission[]])
const functions = z.array(functionCode).min(1).max(100)
/** null = all shops, also future ones. */
const shopIds = z.array(uuid).min(1).max(500).nullable()
const redirectUri = z.string().trim().min(8).max(500)

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
const visitId = z.string().min(10).max(100)

const version = z.number().int()

export const apps = {
  installApp: shape(
    {
      name: shortText.min(1),
      publisher: shortText.min(1),
      homePage: z.union([z.url({ protocol: /^https?$/ }), z.literal('')]).default(''),
      clientType: z.enum(CLIENT_TYPES),
      redirectUris: z.array(redirectUri).min(1).max(10),
      functions,
      shopIds,
      endsAt: moment.nullable().default(null),
    },
    z.object({
      appId: uuid,
      clientId: z.string(),
      /** Shown this once; null for a public client. */
      clientSecret: z.string().nullable(),
    }),
  ),
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
  readConsent: shape({ visitId }, consent),
  decideConsent: shape({ visitId, agree: z.boolean() }, z.object({ goTo: z.string(), appId: uuid, given: z.array(z.string()) })),
}
