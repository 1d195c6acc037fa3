import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { invitationById } from '../invitation-views.ts'

export const readRealNameClaim = query({
  name: 'team.readRealNameClaim',
  ...shape(
    { invitationId: uuid, realNameTry: z.number().int() },
    z.object({ merchantId: z.string(), claimSealed: z.string().nullable() }),
  ),
  summary: 'The name and card somebody claims, sealed; null when it is settled or claimed anew.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { invitationId, realNameTry }) {
    const invitation = await invitationById(reader, invitationId)
    const isOpen = invitation?.realName === 'checking' || invitation?.realName === 'trouble'
    const sealed = isOpen && invitation.realNameTries === realNameTry ? invitation.realNameSealed : null
    return { merchantId: reader.merchantId, claimSealed: sealed?.toString('base64') ?? null }
  },
})
