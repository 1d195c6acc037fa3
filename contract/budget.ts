import { z } from 'zod'

/** What is used of today's budget with this act; `limit` null = there is none. */
export const budget = z.object({ used: z.number().int(), limit: z.number().int().nullable() })
