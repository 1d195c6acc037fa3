import type { z } from 'zod'
import { createStaff } from '#modules/team/operations/create-staff.ts'
import { keepGivenPasswords } from '#modules/team/sign-in/password-store.ts'
import type { TestMerchant } from './team.ts'

/** Somebody the owner has hired, as though they had signed in once and chosen the very same password: so it opens everything at once. */
export async function hired(
  m: TestMerchant,
  person: z.input<typeof createStaff.input>,
): Promise<{ accountId: string; login: string }> {
  const made = await m.call('owner', createStaff, person)
  await m.write(keepGivenPasswords)
  return made
}
