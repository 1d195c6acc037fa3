import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { holdNow } from '../emergency-store.ts'
import { signInPolicies } from '../sign-in-policy-views.ts'

export const readSignInPolicies = query({
  name: 'team.readSignInPolicies',
  ...team.readSignInPolicies,
  summary: 'How people sign in and stay signed in: for the whole merchant and per role; and whether sign-ins are held.',
  access: { permission: 'team.settings', scope: 'merchant' },
  errors: [],
  run: async (reader) => ({ rows: await signInPolicies(reader), ...(await holdNow(reader)) }),
})
